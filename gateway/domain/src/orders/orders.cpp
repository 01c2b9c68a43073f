// SPDX-License-Identifier: MIT
#include "orders/orders.h"

#include <algorithm>

#include "gateway/limits.h"
#include "orders/rows.h"

namespace gateway {

namespace {

/// Newly closed, the order takes the place of the one that closed long before it.
void close_order(Decision& decision, Order& order) {
  if (order.state() == OrderState::kShipped) {
    note_step(decision, order, "pick", "shipped: everything promised was picked");
  }
  order.closed_number = ++decision.counters.closed_orders;
  put_row(decision.store, Table::kOrderQueues, closed_key(order.closed_number),
          NumberRow{order.number});
  stop_expiry(decision, order);
  if (order.closed_number <= kClosedOrdersShown) return;
  const auto oldest = closed_key(order.closed_number - kClosedOrdersShown);
  const auto row = get_row<NumberRow>(decision.store, Table::kOrderQueues, oldest);
  if (!row) return;  // it was opened again
  decision.store.erase(Table::kOrderQueues, oldest);
  decision.hide_order(row->number);
}

void start_expiry(Decision& decision, Order& order) {
  if (decision.settings.reservation_ms == 0) return;
  order.expires_ms = decision.now.wall_ms + decision.settings.reservation_ms;
  put_row(decision.store, Table::kOrderQueues, expiry_key(order.expires_ms, order.number),
          NumberRow{order.number});
}

/// A pick was undone.
void open_again(Decision& decision, Order& order) {
  note_step(decision, order, "pick", "open again: a pick was undone");
  decision.store.erase(Table::kOrderQueues, closed_key(order.closed_number));
  order.closed_number = 0;
}

}  // namespace

void store_order(Decision& decision, Order& order) {
  order.at_ms = decision.now.wall_ms;
  ++order.revision;
  decision.touch_order(order.number);
  if (order.closed() && order.closed_number == 0) close_order(decision, order);
  if (!order.closed() && order.closed_number != 0) open_again(decision, order);
  put_row(decision.store, Table::kOrders, number_key(order.number), order);
}

void queue_order(Decision& decision, Order& order, OrderStage stage) {
  leave_queue(decision, order);
  order.waits_for = stage;
  put_row(decision.store, Table::kOrderQueues, stage_key(stage, order.number),
          NumberRow{order.number});
  decision.wake(stage);
}

void leave_queue(Decision& decision, Order& order) {
  if (!order.waits_for) return;
  decision.store.erase(Table::kOrderQueues, stage_key(*order.waits_for, order.number));
  order.waits_for.reset();
}

void note_step(Decision& decision, Order& order, std::string_view stage, std::string text) {
  if (order.history.size() == kOrderHistoryMax) order.history.erase(order.history.begin() + 1);
  order.history.push_back({decision.now.wall_ms, std::string(stage), text});
  decision.note_order({order.id, std::string(stage), std::move(text)});
}

void confirm_order(Decision& decision, Order& order, OrderState as) {
  order.decided = as;
  start_expiry(decision, order);
  queue_order(decision, order, OrderStage::kInvoice);
}

void confirm_filled(Decision& decision, Order& order) {
  order.reason.clear();
  note_step(decision, order, to_string(OrderStage::kCheck), "confirmed: the missing goods came in");
  confirm_order(decision, order, OrderState::kConfirmed);
}

void stop_expiry(Decision& decision, Order& order) {
  if (order.expires_ms == 0) return;
  decision.store.erase(Table::kOrderQueues, expiry_key(order.expires_ms, order.number));
  order.expires_ms = 0;
}

void resume_expiry(Decision& decision, Order& order) {
  const bool confirmed =
      order.decided == OrderState::kConfirmed || order.decided == OrderState::kPartlyConfirmed;
  if (confirmed && order.expires_ms == 0 && !picked_any(order)) start_expiry(decision, order);
}

bool picked_any(const Order& order) {
  return std::any_of(order.lines.begin(), order.lines.end(),
                     [](const OrderLine& line) { return line.picked > 0; });
}

}  // namespace gateway
