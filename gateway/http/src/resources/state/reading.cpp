// SPDX-License-Identifier: MIT
// GET: the state of the gateway.
#include <algorithm>
#include <array>

#include "resources/state/routes.h"
#include "toolkit/json_text.h"

namespace gateway::http {
namespace {

Health health_of(const Context& context) {
  // A server without a daemon, as in tests.
  if (!context.probe.health) return Health{.broker_connected = true};
  return context.probe.health();
}

void write_counters(wire::JsonWriter& json, const Health& health) {
  json.key("counters").begin_object();
  for (const auto& [name, count] : health.counters) json.key(name).number(count);
  json.end_object();
}

/// 200 while the process answers at all: for a supervisor that restarts it.
Response healthz(Context& context, const Request&, std::string_view) {
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("ok").boolean(true);
    json.key("site").string_lossy(context.settings.site);
    json.key("version").string_lossy(context.settings.version).end_object();
  });
  return response;
}

/// 200 when scans are taken and acked; 503 while intake is paused, without a broker, or while acks
/// do not arrive. With the counters.
Response readyz(Context& context, const Request&, std::string_view) {
  const Health health = health_of(context);
  const bool ready =
      !health.intake_paused && health.broker_connected && health.deaf_or_mute.empty();
  Response response;
  response.status = ready ? 200 : 503;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("ready").boolean(ready);
    json.key("holding").boolean(health.intake_paused);
    json.key("hold_reason").string_lossy(health.pause_reason);
    json.key("broker_connected").boolean(health.broker_connected);
    json.key("deaf_or_mute").string_lossy(health.deaf_or_mute);
    json.key("topics").begin_object();
    json.key("comparing").boolean(health.topics.comparing);
    json.key("rows").number(health.topics.rows);
    json.key("rows_all").number(health.topics.rows_all);
    json.key("corrected").number(health.topics.corrected);
    json.key("cleared").number(health.topics.cleared).end_object();
    write_counters(json, health);
    json.end_object();
  });
  return response;
}

/// {"ok":…,"rows":[{"check","state","found","advice"}]}: what `shelfctl doctor`
/// shows; `state` is ok, warning or failed.
Response doctor(Context& context, const Request&, std::string_view) {
  if (!context.probe.doctor) {
    return unavailable("not_measured", "Nothing was measured",
                       "This gateway was started without its checks.");
  }
  const std::vector<Finding> findings = context.probe.doctor();
  const bool ok = std::none_of(findings.begin(), findings.end(),
                               [](const Finding& finding) { return finding.state == "failed"; });
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("ok").boolean(ok).key("rows").begin_array();
    for (const Finding& finding : findings) {
      json.begin_object().key("check").string(finding.check);
      json.key("state").string(finding.state);
      json.key("found").string_lossy(std::string_view(finding.found).substr(0, 1000));
      json.key("advice").string_lossy(std::string_view(finding.advice).substr(0, 1000));
      json.end_object();
    }
    json.end_array().end_object();
  });
  return response;
}

constexpr auto kStateReading = std::to_array<Route>({
    {"GET", "/healthz", 0, healthz},
    {"GET", "/readyz", 0, readyz},
    {"GET", "/api/v1/doctor", 0, doctor},
});

}  // namespace

std::span<const Route> state_reading() {
  return kStateReading;
}

}  // namespace gateway::http
