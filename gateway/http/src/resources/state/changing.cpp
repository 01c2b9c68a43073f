// SPDX-License-Identifier: MIT
#include <array>

#include "gateway/clock/commands.h"
#include "gateway/http/limits.h"
#include "resources/state/routes.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"

namespace gateway::http {
namespace {

/// {"by"}: a person says that the clock is right: {"confirmed":1}.
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
  return outcome->verdict == Verdict::kRefused ? answer_refusal(*outcome)
                                               : answer_change(*outcome, "confirmed");
}

constexpr auto kStateChanging = std::to_array<Route>({
    {"POST", "/api/v1/clock/confirm", kBodyBytesMax, post_clock_confirm},
});

}  // namespace

std::span<const Route> state_changing() {
  return kStateChanging;
}

}  // namespace gateway::http
