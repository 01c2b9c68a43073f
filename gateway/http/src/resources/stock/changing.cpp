// SPDX-License-Identifier: MIT
// POST: movements and undos by hand.
#include <array>

#include "gateway/http/limits.h"
#include "gateway/intake/movement.h"
#include "resources/stock/routes.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"

namespace gateway::http {
namespace {

Response submit_movement(Context& context, Command command) {
  const auto outcome =
      ask_writer(context.inbox, std::move(command), context.settings.answer_timeout_ms);
  return outcome ? answer_movement(*outcome) : outcome.error();
}

/// {"op","sku","qty","from","to","lot","ref","by"}; Idempotency-Key makes a repeat
/// harmless.
Response post_movement(Context& context, const Request& request, std::string_view) {
  auto id = request_id(request);
  if (!id) return id.error();
  const auto body = parse_body(request);
  if (!body) return body.error();
  const auto stated = intake::read_movement(*body, MovementChannel::kManual);
  if (auto wrong = bad_values(stated.problems)) return *std::move(wrong);
  return submit_movement(context, ManualMovement{stated.movement, *std::move(id)});
}

/// {"seq","by"}: reverses any ledger entry.
Response post_undo(Context& context, const Request& request, std::string_view) {
  auto id = request_id(request);
  if (!id) return id.error();
  auto body = Body::read(request);
  if (!body) return body.error();
  body->require("seq", "is missing: the ledger entry to reverse");
  constexpr std::int64_t kSeqMax = std::int64_t{1} << 62;
  ManualUndo undo;
  undo.seq = static_cast<LedgerSeq>(body->number("seq", 1, kSeqMax).value_or(0));
  undo.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  undo.request_id = *std::move(id);
  if (auto wrong = body->problems()) return *std::move(wrong);
  return submit_movement(context, std::move(undo));
}

constexpr auto kStockChanging = std::to_array<Route>({
    {"POST", "/api/v1/movements", kBodyBytesMax, post_movement},
    {"POST", "/api/v1/undo", kBodyBytesMax, post_undo},
});

}  // namespace

std::span<const Route> stock_changing() {
  return kStockChanging;
}

}  // namespace gateway::http
