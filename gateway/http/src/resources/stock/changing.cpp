// SPDX-License-Identifier: MIT
// POST: movements by hand, and a sweep.
#include <algorithm>
#include <array>

#include "gateway/http/limits.h"
#include "resources/stock/routes.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"

namespace gateway::http {
namespace {

using wire::Op;

bool is_place(std::string_view text) {
  return wire::is_location(text) || wire::is_virtual_location(text);
}

bool is_plain_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// Which side of the movement a person has to name.
void require_places(Body& body, Op op) {
  const bool takes = op == Op::kPick || op == Op::kMove || op == Op::kScrap;
  const bool puts = op == Op::kReceive || op == Op::kMove || op == Op::kReturn;
  if (takes) body.require("from", "is missing: the location the goods leave");
  if (puts) body.require("to", "is missing: the location the goods go to");
  if (op == Op::kCount && !body.has("from")) {
    body.require("to", "is missing: the location that was counted");
  }
}

wire::Movement read_movement(Body& body) {
  wire::Movement movement;
  const auto op = wire::parse_op(body.string("op"));
  if (op && *op != Op::kUndo) {
    movement.op = *op;
    require_places(body, *op);
  } else {
    body.refuse("op", "must be receive, pick, move, count, return or scrap");
  }
  body.require("sku", "is missing");
  body.require("qty", "is missing");
  movement.sku = body.text<wire::Sku>("sku", wire::is_name, "a SKU");
  movement.qty =
      body.number("qty", movement.op == Op::kCount ? 0 : 1, wire::kQuantityMax).value_or(0);
  movement.from = body.text<wire::Location>("from", is_place, "a location like MAIN/A-01");
  movement.to = body.text<wire::Location>("to", is_place, "a location like MAIN/A-01");
  movement.lot = body.text<wire::Lot>("lot", is_plain_text, "at most 20 characters");
  movement.ref = body.text<wire::Reference>("ref", is_plain_text, "at most 32 characters");
  movement.by = body.text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  return movement;
}

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
  auto body = Body::read(request);
  if (!body) return body.error();
  ManualMovement manual{.movement = read_movement(*body), .request_id = *std::move(id)};
  if (auto wrong = body->problems()) return *std::move(wrong);
  return submit_movement(context, std::move(manual));
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
