// SPDX-License-Identifier: MIT
#include "toolkit/answer.h"

#include <chrono>
#include <future>
#include <optional>
#include <utility>

#include "toolkit/json_text.h"
#include "toolkit/problem.h"

namespace gateway::http {
namespace {

Response on_hold() {
  return unavailable("on_hold", "The gateway takes no changes now",
                     "It is on hold or stopping; nothing was changed. `shelfctl doctor` says why. "
                     "Repeat the request afterwards.");
}

constexpr const char* kNothingChanged = "Nothing was changed.";

const char* advice(const Outcome& outcome) {
  if (!outcome.refused) return kCorrectAndSendAgain;
  switch (*outcome.refused) {
    case wire::Refusal::kKeyReused:
      return "This Idempotency-Key was used for a different request. Use a new one.";
    case wire::Refusal::kInsufficient:
      return "There is less in the bin than the movement takes, and the bin forbids that. Count "
             "the bin, or change its policy.";
    case wire::Refusal::kNotReversible:
      return "It is undone already, or it is an undo itself.";
    case wire::Refusal::kUnknownSku:
      return "There is no item with this SKU. Add it to the catalogue first.";
    case wire::Refusal::kUnknownLocation:
      return "A location is one to four names joined with '/', such as MAIN/A-01, and a movement "
             "goes from one to another.";
    default:
      return kNothingChanged;
  }
}

Response refused(const Outcome& outcome, const char* what_to_do) {
  if (outcome.stalled) {
    const std::string why = outcome.problems.empty() ? "" : outcome.problems.front().text;
    return unavailable("busy", "The catalogue is closed for now",
                       "Nothing was changed: " + why + ".");
  }
  const std::string why = outcome.refused ? wire::to_string(*outcome.refused) : "bad_values";
  const int status = outcome.refused == wire::Refusal::kKeyReused ? 409 : 422;
  return problem(status, why, "The change was refused", what_to_do, outcome.problems);
}

}  // namespace

tl::expected<Outcome, Response> ask_writer(intake::Inbox& inbox, Command command,
                                           std::uint32_t timeout_ms) {
  intake::AwaitedReply awaited;
  const wire::Status queued = inbox.submit(std::move(command), std::move(awaited.reply));
  if (queued == wire::Status::kFull) {
    return tl::unexpected(unavailable("busy", "The gateway has too much to do",
                                      "Nothing was changed. Repeat the request in a second."));
  }
  if (queued != wire::Status::kOk) return tl::unexpected(on_hold());
  if (awaited.outcome.wait_for(std::chrono::milliseconds(timeout_ms)) !=
      std::future_status::ready) {
    return tl::unexpected(
        unavailable("no_answer_yet", "There is no answer yet",
                    "The disk was too slow to store it in time, so it may or may not be stored. "
                    "Repeat the request with the same Idempotency-Key: it is done at most once."));
  }
  std::optional<Outcome> outcome = awaited.outcome.get();
  if (!outcome) return tl::unexpected(on_hold());
  return *std::move(outcome);
}

Response answer_movement(const Outcome& outcome) {
  Response response;
  switch (outcome.verdict) {
    case Verdict::kDone:
    case Verdict::kRepeated:
      response.status = outcome.verdict == Verdict::kDone ? 201 : 200;
      response.body = json_text([&](wire::JsonWriter& json) {
        json.begin_object().key("seq").number(outcome.ledger_seq);
        json.key("repeated").boolean(outcome.verdict == Verdict::kRepeated).end_object();
      });
      return response;
    case Verdict::kTask:
      response.status = 202;
      response.body = json_text([&](wire::JsonWriter& json) {
        json.begin_object().key("task").number(outcome.task_id);
        json.key("why").string(outcome.refused ? wire::to_string(*outcome.refused) : "");
        json.end_object();
      });
      return response;
    case Verdict::kRefused:
      return refused(outcome, advice(outcome));
    case Verdict::kNotFound:
      return not_found("What the request names does not exist.");
  }
  return refused(outcome, advice(outcome));
}

Response answer_change(const Outcome& outcome, const std::string& counted) {
  if (outcome.verdict == Verdict::kRefused || outcome.verdict == Verdict::kTask) {
    return refused(outcome, advice(outcome));
  }
  if (outcome.verdict == Verdict::kNotFound) {
    return not_found("What the request names does not exist.");
  }
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key(counted).number(outcome.changed).end_object();
  });
  return response;
}

Response answer_refusal(const Outcome& outcome) {
  return refused(outcome, outcome.refused ? advice(outcome) : kNothingChanged);
}

Response answer_order(const Outcome& outcome,
                      const std::function<void(wire::JsonWriter&)>& write_order) {
  Response response;
  const bool repeated = outcome.verdict == Verdict::kRepeated;
  if (outcome.ledger_seq != 0 && !repeated) response.status = 201;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("repeated").boolean(repeated);
    json.key("seq").number(outcome.ledger_seq);
    json.key("entries").number(outcome.changed);
    json.key("order");
    write_order(json);
    json.end_object();
  });
  return response;
}

Response order_not_shown() {
  return unavailable("no_answer_yet", "The change cannot be shown",
                     "It is stored, but the order cannot be read now. Repeat the request with "
                     "the same Idempotency-Key: it is done at most once.");
}

}  // namespace gateway::http
