// SPDX-License-Identifier: MIT
#include <array>

#include "gateway/clock/commands.h"
#include "gateway/http/limits.h"
#include "gateway/restore/commands.h"
#include "gateway/restore/second_gateway.h"
#include "resources/state/routes.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"
#include "toolkit/json_text.h"

namespace gateway::http {
namespace {

/// {"by"}: a person says that the clock is right: {"confirmed":1,"clock_ms":...}, the time that it
/// takes for right. 0: it was trusted already.
Response post_clock_confirm(Context& context, const Request& request, std::string_view) {
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  ConfirmClock confirmation;
  confirmation.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  if (auto wrong = body->problems()) return *std::move(wrong);
  auto id = request_id(request);
  if (!id) return id.error();
  confirmation.request_id = *std::move(id);
  const auto outcome =
      ask_writer(context.inbox, std::move(confirmation), context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->verdict == Verdict::kRefused) return answer_refusal(*outcome);
  const auto clock = read_view(context, [](const Reader& view) { return clock_memory(view); });
  if (!clock) return clock.error();
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("confirmed").number(outcome->changed);
    json.key("clock_ms").number(clock->trusted_ms).end_object();
  });
  return response;
}

/// {"last_invoice","last_po","sure","by"}: a person names the last numbers that were given out
/// before the store was restored; 0: none. {"skipped":n}.
Response post_restored(Context& context, const Request& request, std::string_view) {
  constexpr std::int64_t kNumberMax = std::int64_t{1} << 53U;
  auto body = Body::read(request);
  if (!body) return body.error();
  ConfirmRestored answer;
  body->require("last_invoice", "is missing: the number of the last invoice, 0 for none");
  body->require("last_po", "is missing: the number of the last purchase order, 0 for none");
  const auto number = [&](const char* name) {
    return static_cast<std::uint64_t>(body->number(name, 0, kNumberMax).value_or(0));
  };
  answer.last_invoice = number("last_invoice");
  answer.last_purchase = number("last_po");
  answer.sure = body->flag("sure");
  answer.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  if (auto wrong = body->problems()) return *std::move(wrong);
  auto id = request_id(request);
  if (!id) return id.error();
  answer.request_id = *std::move(id);
  const auto outcome =
      ask_writer(context.inbox, std::move(answer), context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  return outcome->verdict == Verdict::kRefused ? answer_refusal(*outcome)
                                               : answer_change(*outcome, "skipped");
}

/// {"by"}: a person says that this gateway goes on, and not the other one: {"taken_over":1}.
Response post_take_over(Context& context, const Request& request, std::string_view) {
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  TakeOver claim;
  claim.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  if (auto wrong = body->problems()) return *std::move(wrong);
  auto id = request_id(request);
  if (!id) return id.error();
  claim.request_id = *std::move(id);
  const auto outcome =
      ask_writer(context.inbox, std::move(claim), context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  return outcome->verdict == Verdict::kRefused ? answer_refusal(*outcome)
                                               : answer_change(*outcome, "taken_over");
}

constexpr auto kStateChanging = std::to_array<Route>({
    {"POST", "/api/v1/clock/confirm", kBodyBytesMax, post_clock_confirm},
    {"POST", "/api/v1/gateway/take-over", kBodyBytesMax, post_take_over},
    {"POST", "/api/v1/restored", kBodyBytesMax, post_restored},
});

}  // namespace

std::span<const Route> state_changing() {
  return kStateChanging;
}

}  // namespace gateway::http
