// SPDX-License-Identifier: MIT
#include "orders/changes.h"

#include <string>

#include "gateway/catalogue/catalogue.h"
#include "gateway/limits.h"
#include "orders/orders.h"
#include "orders/reservations.h"
#include "orders/rows.h"
#include "rows/manual_request.h"
#include "stock/booking.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

Outcome wrong_state(const Order& order, std::string_view advice) {
  return refuse("order", "order " + order.id + " is " + to_string(order.state()) + ": " +
                             std::string(advice));
}

/// Names a bin that shipping would take below zero though its policy forbids it; empty: none.
std::string forbidden_bin(const Reader& store, const std::vector<Reservation>& held) {
  for (const Reservation& each : held) {
    const auto bin = find_bin(store, each.sku.view(), each.location.view());
    const bool short_of = !bin || bin->on_hand < each.qty;
    if (short_of && negative_stock_of(store, each.location.view()) == NegativeStock::kForbid) {
      return std::string(each.sku.view()) + " at " + std::string(each.location.view());
    }
  }
  return {};
}

/// Adds " by ANN" where a name is given.
std::string with_name(std::string text, const wire::Operator& by) {
  if (!by.empty()) text += " by " + std::string(by.view());
  return text;
}

Outcome ship(BatchContext& context, Order& order, const wire::Operator& by) {
  const auto held = list_reservations(context.store, order.number);
  if (held.empty()) return wrong_state(order, "nothing is reserved for it");
  if (const auto bin = forbidden_bin(context.store, held); !bin.empty()) {
    return refuse("order", "the books have too little of " + bin + ": count the bin first");
  }
  note_step(context, order, "ship", with_name("everything reserved is taken", by));
  store_order(context, order);
  Outcome outcome;
  for (const Reservation& each : held) {
    wire::Movement movement;
    movement.op = wire::Op::kPick;
    movement.sku = each.sku;
    movement.from = each.location;
    movement.qty = each.qty;
    movement.by = by;
    if (const auto ref = wire::Reference::from(order.id)) movement.ref = *ref;
    const auto booked = book(context, movement, manual_origin(), MovementChannel::kManual);
    if (!booked) {  // kStockMax is reached; no person can change that
      outcome.problems.push_back({0, "order", to_string(booked.error())});
      return outcome;
    }
    outcome.ledger_seq = booked->seq;
    ++outcome.changed;
  }
  return outcome;
}

void void_invoice(BatchContext& context, const Order& order) {
  auto invoice = find_invoice(context.store, order.invoice);
  if (!invoice) return;
  invoice->cancelled_ms = context.now.wall_ms;
  put_row(context.store, Table::kInvoices, number_key(invoice->number), *invoice);
}

/// `stage` and `text` are for the order's history, `why` for the customer.
void cancel(BatchContext& context, Order& order, std::string_view stage, const std::string& text,
            const std::string& why) {
  order.decided = OrderState::kCancelled;
  order.reason = excerpt(why, kReasonBytesMax);
  stop_expiry(context, order);
  release_promises(context, order);
  void_invoice(context, order);
  note_step(context, order, stage, text + (why.empty() ? "" : ": " + order.reason));
  queue_order(context, order, OrderStage::kNotify);
  store_order(context, order);
}

Outcome cancel_by_hand(BatchContext& context, Order& order, const ChangeOrder& change) {
  const bool over =
      order.decided == OrderState::kRejected || order.decided == OrderState::kCancelled;
  if (over) return wrong_state(order, "there is nothing to cancel");
  if (order.state() == OrderState::kShipped) {
    return wrong_state(order, "receive what comes back");
  }
  if (picked_any(order)) {
    return wrong_state(order, "some of it was picked: undo these picks first, or ship the rest");
  }
  cancel(context, order, "cancel", with_name("cancelled", change.by), change.why);
  return {};
}

/// Orders whose reservations expire at `from_ms` or later, and before `end_ms`.
std::vector<std::uint64_t> expiring(const Reader& store, std::int64_t from_ms, std::int64_t end_ms,
                                    std::size_t most) {
  std::vector<std::uint64_t> numbers;
  const auto end = expiry_key(end_ms, 0);
  scan_prefix<NumberRow>(
      store, Table::kOrderQueues, expiry_prefix(),
      [&](std::string_view key, const NumberRow& row) {
        if (key >= end || numbers.size() == most) return false;
        numbers.push_back(row.number);
        return true;
      },
      expiry_key(from_ms, 0));
  return numbers;
}

void expire(BatchContext& context, std::uint64_t number) {
  auto order = find_order(context.store, number);
  if (!order) return;
  if (picked_any(*order)) {  // somebody has begun to pick it
    stop_expiry(context, *order);
    store_order(context, *order);
  } else {
    cancel(context, *order, "expire", "cancelled", "it was not picked in time");
  }
}

/// Later than any promise made now; a day more, since the clock may be put right by so much.
std::int64_t latest_expiry_ms(const BatchContext& context) {
  const std::int64_t reservation_ms = context.settings.reservation_ms;
  return reservation_ms == 0 ? kExpiryUnknownMs - 1 : context.now.wall_ms + reservation_ms + kDayMs;
}

/// Its expiry is not known, or was reckoned by a clock that was wrong: it begins now.
void date_expiry(BatchContext& context, std::uint64_t number) {
  auto order = find_order(context.store, number);
  if (!order) return;
  stop_expiry(context, *order);
  resume_expiry(context, *order);
  store_order(context, *order);
}

}  // namespace

Outcome decide(BatchContext& context, const ChangeOrder& change) {
  auto order = find_order(context.store, change.id);
  if (!order) {
    Outcome missing;
    missing.verdict = Verdict::kNotFound;
    return missing;
  }
  if (change.action == OrderAction::kShip) return ship(context, *order, change.by);
  return cancel_by_hand(context, *order, change);
}

std::string request_content(const ChangeOrder& change) {
  return "order " + change.id + " " + std::to_string(static_cast<int>(change.action)) + change.why;
}

Outcome decide(BatchContext& context, const ExpireOrders& request) {
  Outcome outcome;
  if (!context.now.wall_trusted) return outcome;
  const auto due = expiring(context.store, 0, context.now.wall_ms, request.orders_max);
  for (const auto number : due) expire(context, number);
  const auto undated = expiring(context.store, latest_expiry_ms(context) + 1, kExpiryUnknownMs + 1,
                                request.orders_max);
  for (const auto number : undated) date_expiry(context, number);
  outcome.changed = due.size() + undated.size();
  outcome.more = due.size() == request.orders_max || undated.size() == request.orders_max;
  return outcome;
}

}  // namespace gateway
