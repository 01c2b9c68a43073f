// SPDX-License-Identifier: MIT
#include "stock/changes.h"

#include <optional>
#include <string_view>

#include "gateway/catalogue/catalogue.h"
#include "rows/manual_request.h"
#include "rows/request_log.h"
#include "stock/booking.h"
#include "tasks/rows.h"
#include "tasks/store_tasks.h"

namespace gateway {

namespace {

constexpr std::string_view kPlainSource = "@plain";

Outcome outcome_of(const Booking& booking) {
  Outcome outcome;
  if (booking) {
    outcome.ledger_seq = booking->seq;
    return outcome;
  }
  outcome.verdict = Verdict::kRefused;
  outcome.refused = booking.error();
  return outcome;
}

/// A plain message as a movement, or why it is none.
struct PlainMovement {
  wire::Movement movement;
  std::optional<wire::Refusal> refused;
};

PlainMovement movement_of(const Reader& store, const PlainSupply& plain) {
  PlainMovement stated;
  const bool receives = plain.quantity > 0;
  stated.movement.op = receives ? wire::Op::kReceive : wire::Op::kPick;
  if (plain.quantity >= -wire::kQuantityMax && plain.quantity <= wire::kQuantityMax) {
    stated.movement.qty = receives ? plain.quantity : -plain.quantity;
  }  // else 0, which book() refuses as kBadQuantity
  const auto location = wire::Location::from(plain.warehouse_name);
  if (location) (receives ? stated.movement.to : stated.movement.from) = *location;
  if (!location) stated.refused = wire::Refusal::kUnknownLocation;
  const auto sku = wire::Sku::from(plain.product_code);
  if (sku && wire::is_name(sku->view()) && find_item(store, sku->view())) {
    stated.movement.sku = *sku;
  } else if (const auto code = wire::Code::from(plain.product_code)) {
    stated.movement.code = *code;
  } else {
    stated.refused = wire::Refusal::kUnknownSku;
  }
  return stated;
}

std::string content_of(const PlainSupply& plain) {
  return plain.product_code + '\0' + plain.warehouse_name + '\0' + std::to_string(plain.quantity);
}

Outcome book_plain(BatchContext& context, const PlainSupply& plain, const PlainMovement& stated,
                   const Origin& origin) {
  auto why = stated.refused;
  if (!why) {
    const auto booked = book(context, stated.movement, origin, MovementChannel::kPlain);
    if (booked) return outcome_of(booked);
    why = booked.error();
    // A plain message names a product: "unknown code" would speak of a scan.
    if (why == wire::Refusal::kUnknownCode) why = wire::Refusal::kUnknownSku;
  }
  return store_refused(context, *why, stated.movement, origin,
                       "product_code " + plain.product_code + ", warehouse_name " +
                           plain.warehouse_name + ", quantity " + std::to_string(plain.quantity));
}

}  // namespace

Outcome decide(BatchContext& context, const PlainSupply& plain) {
  const auto hash = content_hash(content_of(plain));
  const auto stated = movement_of(context.store, plain);
  const Origin origin{std::string(kPlainSource), 0, 0};
  if (!plain.message_id.empty()) {
    auto before = find_response(context, plain.topic, plain.message_id, hash);
    if (before && before->verdict == Verdict::kRepeated) return *before;
    if (before) {
      return store_refused(context, wire::Refusal::kKeyReused, stated.movement, origin,
                           "message_id " + plain.message_id + " came before, saying otherwise");
    }
  }
  const Outcome outcome = book_plain(context, plain, stated, origin);
  if (!plain.message_id.empty()) {
    record_response(context, plain.topic, plain.message_id, hash, outcome);
  }
  return outcome;
}

Outcome decide(BatchContext& context, const ManualMovement& manual) {
  const auto& movement = manual.movement;
  if (!movement.by.empty() && !wire::is_name(movement.by.view())) {
    return outcome_of(tl::unexpected(wire::Refusal::kMalformed));
  }
  return outcome_of(book(context, movement, manual_origin(), MovementChannel::kManual));
}

std::string request_content(const ManualMovement& manual) {
  // Always in the fields of version 1, whatever a task's row has by then: the hash is stored.
  return encode(manual.movement);
}

Outcome decide(BatchContext& context, const ManualUndo& undo) {
  if (!find_entry(context.store, undo.seq)) {
    Outcome missing;
    missing.verdict = Verdict::kNotFound;
    return missing;
  }
  wire::Movement movement;
  movement.op = wire::Op::kUndo;
  movement.by = undo.by;
  return outcome_of(reverse(context, undo.seq, movement, manual_origin()));
}

std::string request_content(const ManualUndo& undo) {
  return "undo " + std::to_string(undo.seq);
}

}  // namespace gateway
