// SPDX-License-Identifier: MIT
#include <array>
#include <optional>

#include "gateway/stock/ledger.h"
#include "gateway/verify/verify.h"
#include "resources/state/routes.h"
#include "toolkit/json_text.h"

namespace gateway::http {
namespace {

// Without a daemon, as in tests, this thread verifies alone.
std::optional<VerifyReport> verify_view(const Context& context, const Reader& view,
                                        const Probe::GoOn& go_on) {
  if (context.probe.verify) return context.probe.verify(view, go_on, context.stopping);
  return verify(view, [&](std::uint64_t entries) { static_cast<void>(go_on(entries)); });
}

std::string report_text(const VerifyReport& report) {
  return json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("ok").boolean(report.ok());
    json.key("entries").number(report.entries);
    json.key("checked").begin_array();
    for (const std::string& text : report.checked) json.string_lossy(text);
    json.end_array().key("problems").begin_array();
    for (const std::string& text : report.problems.texts) json.string_lossy(text);
    json.end_array().key("problem_count").number(report.problems.count);
    json.key("newer_rows").boolean(report.problems.newer_rows).end_object();
  });
}

std::string progress_text(std::uint64_t entries, std::uint64_t total) {
  return json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("entries").number(entries).key("total").number(total).end_object();
  });
}

Response busy() {
  return unavailable("busy", "A verify is running already",
                     "It reads the whole ledger, so there is one at a time. Repeat when it is "
                     "done.");
}

Response verify_whole(Context& context) {
  const Slot slot(context.verify_slots);
  if (!slot) return busy();
  const auto view = open_view(context);
  if (!view) return view.error();
  const auto report = verify_view(context, **view, [](std::uint64_t) { return true; });
  if (!report) {
    return unavailable("on_hold", "The gateway is stopping", "Repeat once it runs again.");
  }
  Response response;
  response.body = report_text(*report);
  return response;
}

void stream_verify(Context& context, const Sink& sink) {
  const Slot slot(context.verify_slots);
  if (!slot) {
    sink(busy().body + '\n');
    return;
  }
  const auto view = open_view(context);
  if (!view) {
    sink(view.error().body + '\n');
    return;
  }
  const LedgerSeq total = last_ledger_seq(**view);
  const auto report = verify_view(context, **view, [&](std::uint64_t entries) {
    return sink(progress_text(entries, total) + '\n');
  });
  if (!report) return;  // the answer then ends without its report
  sink(report_text(*report) + '\n');
}

/// {"ok","entries","checked","problems","problem_count","newer_rows"}. A client that accepts
/// application/x-ndjson first gets lines {"entries":n,"total":m} now and then.
Response run_verify(Context& context, const Request& request, std::string_view) {
  if (request.accept.find("application/x-ndjson") == std::string::npos) {
    return verify_whole(context);
  }
  Response response;
  response.content_type = "application/x-ndjson";
  response.stream = [&context](const Sink& sink) { stream_verify(context, sink); };
  return response;
}

constexpr auto kVerify = std::to_array<Route>({
    {"GET", "/api/v1/verify", 0, run_verify},
});

}  // namespace

std::span<const Route> state_verifying() {
  return kVerify;
}

}  // namespace gateway::http
