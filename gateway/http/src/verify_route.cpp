// SPDX-License-Identifier: MIT
#include "gateway/verify.h"

#include <atomic>

#include "gateway/ledger.h"
#include "json_text.h"
#include "state.h"

namespace gateway::http {
namespace {

constexpr std::size_t kProgressBytes = 128;
constexpr std::size_t kFrameBytes = 4096;

/// A view that can be given up: from then on it is a failed one, so a verify that
/// nobody waits for any more ends at once.
class GivenUpView final : public Reader {
 public:
  GivenUpView(const Reader& view, const std::atomic<bool>& stopping)
      : view_(view), stopping_(stopping) {}

  void give_up() { given_up_ = true; }
  [[nodiscard]] bool given_up() const { return given_up_ || stopping_; }

  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override {
    if (given_up()) return std::nullopt;
    return view_.get(table, key);
  }
  void scan(Table table, std::string_view from, const Visitor& visit) const override {
    if (given_up()) return;
    view_.scan(table, from, [&](std::string_view key, std::string_view value) {
      return !given_up() && visit(key, value);
    });
  }
  [[nodiscard]] wire::Status failure() const override {
    return given_up() ? wire::Status::kUnavailable : view_.failure();
  }
  [[nodiscard]] std::string failure_text() const override {
    return given_up() ? "given up before the end" : view_.failure_text();
  }

 private:
  const Reader& view_;
  const std::atomic<bool>& stopping_;
  bool given_up_ = false;
};

std::string report_text(const VerifyReport& report) {
  std::size_t bytes = kFrameBytes;
  for (const std::string& text : report.checked) bytes += 6 * text.size() + 3;
  for (const std::string& text : report.problems) bytes += 6 * text.size() + 3;
  return json_text(bytes, [&](wire::JsonWriter& json) {
    json.begin_object().key("ok").boolean(report.ok());
    json.key("entries").number(report.entries);
    json.key("checked").begin_array();
    for (const std::string& text : report.checked) json.string_lossy(text);
    json.end_array().key("problems").begin_array();
    for (const std::string& text : report.problems) json.string_lossy(text);
    json.end_array().key("problem_count").number(report.problem_count).end_object();
  });
}

std::string progress_text(std::uint64_t entries, std::uint64_t total) {
  return json_text(kProgressBytes, [&](wire::JsonWriter& json) {
    json.begin_object().key("entries").number(entries).key("total").number(total).end_object();
  });
}

/// Damage that the store itself found is the report of a verify, not its failure.
void add_store_failure(const Reader& view, VerifyReport& report) {
  if (view.failure() == wire::Status::kOk) return;
  report.problems.insert(report.problems.begin(), view.failure_text());
  ++report.problem_count;
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
  const GivenUpView watched(**view, context.stopping);
  VerifyReport report = verify(watched, {});
  if (watched.given_up()) {
    return unavailable("on_hold", "The gateway is stopping", "Repeat once it runs again.");
  }
  add_store_failure(watched, report);
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
  GivenUpView watched(**view, context.stopping);
  const LedgerSeq total = last_ledger_seq(**view);
  VerifyReport report = verify(watched, [&](std::uint64_t entries) {
    if (!sink(progress_text(entries, total) + '\n')) watched.give_up();
  });
  if (watched.given_up()) return;  // the client sees an answer without its report
  add_store_failure(watched, report);
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
