// SPDX-License-Identifier: MIT
#include "gateway/verify/verify.h"

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>

#include "gateway/stock/ledger.h"
#include "json_text.h"
#include "ledger_reading.h"
#include "patient_view.h"
#include "state.h"

namespace gateway::http {
namespace {

constexpr std::size_t kProgressBytes = 128;
constexpr std::size_t kFrameBytes = 4096;
constexpr int kHelperNice = 10;

/// A verify of `view` by this thread and another.
class HelpedVerify {
 public:
  HelpedVerify(const Store& store, const Reader& view, const std::atomic<bool>& stopping)
      : store_(store),
        patience_(stopping),
        watched_(view, patience_),
        reading_(LedgerParts(last_ledger_seq(view))) {}

  /// `progress` (may be empty) gets the entries read so far; false: nobody waits any more.
  VerifyReport run(const std::function<bool(std::uint64_t)>& progress) {
    const std::jthread helper([this] { help(); });
    const auto tell = [&] {
      if (progress && !progress(reading_.entries())) patience_.give_up();
    };
    return verify(
        watched_, [&](std::uint64_t) { tell(); },
        [&](LedgerSeq) {
          reading_.read(watched_, tell);
          return reading_.finish();
        });
  }
  [[nodiscard]] bool given_up() const { return patience_.given_up(); }

 private:
  /// Takes only what scans leave of the processor. Without a view, the other reads it all.
  void help() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kHelperNice);
    if (const auto later = store_.snapshot()) reading_.help(PatientView(**later, patience_));
  }

  const Store& store_;
  Patience patience_;
  const PatientView watched_;
  LedgerReading reading_;
};

std::string report_text(const VerifyReport& report) {
  std::size_t bytes = kFrameBytes;
  for (const std::string& text : report.checked) bytes += 6 * text.size() + 3;
  for (const std::string& text : report.problems.texts) bytes += 6 * text.size() + 3;
  return json_text(bytes, [&](wire::JsonWriter& json) {
    json.begin_object().key("ok").boolean(report.ok());
    json.key("entries").number(report.entries);
    json.key("checked").begin_array();
    for (const std::string& text : report.checked) json.string_lossy(text);
    json.end_array().key("problems").begin_array();
    for (const std::string& text : report.problems.texts) json.string_lossy(text);
    json.end_array().key("problem_count").number(report.problems.count).end_object();
  });
}

std::string progress_text(std::uint64_t entries, std::uint64_t total) {
  return json_text(kProgressBytes, [&](wire::JsonWriter& json) {
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
  HelpedVerify verifying(context.store, **view, context.stopping);
  const VerifyReport report = verifying.run({});
  if (verifying.given_up()) {
    return unavailable("on_hold", "The gateway is stopping", "Repeat once it runs again.");
  }
  Response response;
  response.body = report_text(report);
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
  HelpedVerify verifying(context.store, **view, context.stopping);
  const LedgerSeq total = last_ledger_seq(**view);
  const VerifyReport report = verifying.run(
      [&](std::uint64_t entries) { return sink(progress_text(entries, total) + '\n'); });
  if (verifying.given_up()) return;  // the client sees an answer without its report
  sink(report_text(report) + '\n');
}

}  // namespace

Response run_verify(Context& context, const Request& request, std::string_view) {
  if (request.accept.find("application/x-ndjson") == std::string::npos) {
    return verify_whole(context);
  }
  Response response;
  response.content_type = "application/x-ndjson";
  response.stream = [&context](const Sink& sink) { stream_verify(context, sink); };
  return response;
}

}  // namespace gateway::http
