// SPDX-License-Identifier: MIT
#include "state.h"

#include <algorithm>
#include <chrono>

#include "findings.h"
#include "gateway/outbox/outbox.h"
#include "gateway/purchasing/purchase.h"
#include "json_text.h"

namespace gateway::http {
namespace {

constexpr std::size_t kHealthBytes = 64 * 1024;
constexpr std::size_t kCountersMax = 200;  // what kHealthBytes holds at least

Health health_of(const Context& context) {
  // Nobody to ask: a server on its own, as in tests.
  if (!context.probe.health) return Health{.broker_connected = true};
  return context.probe.health();
}

void write_counters(wire::JsonWriter& json, const Health& health) {
  json.key("counters").begin_object();
  const std::size_t count = std::min(health.counters.size(), kCountersMax);
  for (std::size_t i = 0; i < count; ++i) {
    json.key(health.counters[i].first).number(health.counters[i].second);
  }
  json.end_object();
}

std::optional<OutboxFill> outbox_fill(const Context& context) {
  const auto view = open_view(context);
  if (!view) return std::nullopt;
  using std::chrono::system_clock;
  const auto now_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch())
          .count();
  OutboxFill fill;
  scan_outbox(**view, 0, [&](const OutboxRow& row) {
    ++fill.rows;
    if (row.state == DeliveryState::kFailed) {
      ++fill.dead;
    } else {
      fill.oldest_age_s =
          std::max<std::int64_t>(fill.oldest_age_s, (now_ms - row.created_ms) / 1000);
    }
    return true;
  });
  if ((*view)->failure() != wire::Status::kOk) return std::nullopt;
  return fill;
}

}  // namespace

Response healthz(Context& context, const Request&, std::string_view) {
  Response response;
  response.body = json_text(kHealthBytes, [&](wire::JsonWriter& json) {
    json.begin_object().key("ok").boolean(true);
    json.key("site").string_lossy(context.settings.site);
    json.key("version").string_lossy(context.settings.version).end_object();
  });
  return response;
}

Response readyz(Context& context, const Request&, std::string_view) {
  const Health health = health_of(context);
  const bool ready = !health.holding && health.broker_connected;
  Response response;
  response.status = ready ? 200 : 503;
  response.body = json_text(kHealthBytes, [&](wire::JsonWriter& json) {
    json.begin_object().key("ready").boolean(ready);
    json.key("holding").boolean(health.holding);
    json.key("hold_reason").string_lossy(std::string_view(health.hold_reason).substr(0, 1000));
    json.key("broker_connected").boolean(health.broker_connected);
    write_counters(json, health);
    json.end_object();
  });
  return response;
}

Response doctor(Context& context, const Request&, std::string_view) {
  if (!context.probe.doctor) {
    return unavailable("not_measured", "Nothing was measured",
                       "This gateway was started without its checks.");
  }
  const auto findings = judge(context.probe.doctor(), health_of(context), outbox_fill(context));
  const bool ok = std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.state == Finding::State::kFailed;
  });
  Response response;
  response.body = json_text(kHealthBytes, [&](wire::JsonWriter& json) {
    json.begin_object().key("ok").boolean(ok).key("rows").begin_array();
    for (const Finding& finding : findings) {
      json.begin_object().key("check").string(finding.check);
      json.key("state").string(to_string(finding.state));
      json.key("found").string_lossy(std::string_view(finding.found).substr(0, 1000));
      json.key("advice").string_lossy(std::string_view(finding.advice).substr(0, 1000));
      json.end_object();
    }
    json.end_array().end_object();
  });
  return response;
}

}  // namespace gateway::http
