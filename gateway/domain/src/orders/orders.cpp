// SPDX-License-Identifier: MIT
#include "orders/orders.h"

#include <algorithm>

#include "gateway/limits.h"
#include "orders/rows.h"

namespace gateway {

namespace {

void list_open(BatchContext& context, const Order& order) {
  put_row(context.store, Table::kOrderQueues, open_key(order.number), NumberRow{order.number});
}

/// Gives `order` its closed_number, and hides the one that closed kClosedOrdersShown before it.
void close_order(BatchContext& context, Order& order) {
  if (order.state() == OrderState::kShipped) {
    note_step(context, order, "pick", "shipped: everything promised was picked");
  }
  order.closed_number = ++context.counters.closed_orders;
  put_row(context.store, Table::kOrderQueues, closed_key(order.closed_number),
          NumberRow{order.number});
  context.store.erase(Table::kOrderQueues, open_key(order.number));
  stop_expiry(context, order);
  if (order.closed_number <= kClosedOrdersShown) return;
  const auto oldest = closed_key(order.closed_number - kClosedOrdersShown);
  const auto row = get_row<NumberRow>(context.store, Table::kOrderQueues, oldest);
  if (!row) return;  // it was opened again
  context.store.erase(Table::kOrderQueues, oldest);
  context.hide_order(row->number);
}

void start_expiry(BatchContext& context, Order& order) {
  if (context.settings.reservation_ms == 0) return;
  order.expires_ms = context.now.wall_trusted
                         ? context.now.wall_ms + context.settings.reservation_ms
                         : kExpiryUnknownMs;
  put_row(context.store, Table::kOrderQueues, expiry_key(order.expires_ms, order.number),
          NumberRow{order.number});
}

/// The order was shipped, and a pick was undone.
void open_again(BatchContext& context, Order& order) {
  note_step(context, order, "pick", "open again: a pick was undone");
  context.store.erase(Table::kOrderQueues, closed_key(order.closed_number));
  order.closed_number = 0;
  list_open(context, order);
}

}  // namespace

void store_order(BatchContext& context, Order& order) {
  order.at_ms = context.now.wall_ms;
  ++order.revision;
  context.touch_order(order.number);
  if (order.revision == 1) list_open(context, order);
  if (order.closed() && order.closed_number == 0) close_order(context, order);
  if (!order.closed() && order.closed_number != 0) open_again(context, order);
  put_row(context.store, Table::kOrders, number_key(order.number), order);
}

bool is_shown(const Reader& store, const Order& order) {
  return order.closed_number == 0 ||
         store.get(Table::kOrderQueues, closed_key(order.closed_number)).has_value();
}

void queue_order(BatchContext& context, Order& order, OrderStage stage) {
  leave_queue(context, order);
  order.waits_for = stage;
  put_row(context.store, Table::kOrderQueues, stage_key(stage, order.number),
          NumberRow{order.number});
  context.wake(stage);
}

void leave_queue(BatchContext& context, Order& order) {
  if (!order.waits_for) return;
  context.store.erase(Table::kOrderQueues, stage_key(*order.waits_for, order.number));
  order.waits_for.reset();
}

void note_step(BatchContext& context, Order& order, std::string_view stage, std::string text) {
  if (order.history.size() == kOrderHistoryMax) order.history.erase(order.history.begin() + 1);
  order.history.push_back({context.now.wall_ms, std::string(stage), text});
  context.note_order({order.id, std::string(stage), std::move(text)});
}

void confirm_order(BatchContext& context, Order& order, OrderState as) {
  order.decided = as;
  start_expiry(context, order);
  queue_order(context, order, OrderStage::kInvoice);
}

void confirm_filled(BatchContext& context, Order& order) {
  order.reason.clear();
  note_step(context, order, to_string(OrderStage::kCheck), "confirmed: the missing goods came in");
  confirm_order(context, order, OrderState::kConfirmed);
}

void stop_expiry(BatchContext& context, Order& order) {
  if (order.expires_ms == 0) return;
  context.store.erase(Table::kOrderQueues, expiry_key(order.expires_ms, order.number));
  order.expires_ms = 0;
}

void resume_expiry(BatchContext& context, Order& order) {
  const bool confirmed =
      order.decided == OrderState::kConfirmed || order.decided == OrderState::kPartlyConfirmed;
  if (confirmed && order.expires_ms == 0 && !picked_any(order)) start_expiry(context, order);
}

bool picked_any(const Order& order) {
  return std::any_of(order.lines.begin(), order.lines.end(),
                     [](const OrderLine& line) { return line.picked > 0; });
}

}  // namespace gateway
