// SPDX-License-Identifier: MIT
// Notifier: publishes what was decided on the order's topic and, where there is an address,
// queues a mail to the customer.
#include "orders/orders.h"
#include "orders/stages.h"
#include "outbox/queue.h"
#include "restore/changes.h"

namespace gateway {

namespace {

void queue_notice(BatchContext& context, const Order& order) {
  OutboxRow row = new_row(context, OutboxKind::kOrderMail);
  row.order = order.number;
  if (may_repeat(context, order.number, order.invoice)) row.state = DeliveryState::kInDoubt;
  row.to = order.customer.email;
  row.to_name = order.customer.name;
  row.notice = OrderNotice{order.id, order.decided, order.reason, order.lines, order.invoice};
  row.subject = order_subject(*row.notice);
  row.message_id = message_id_of(
      context, "order-" + std::to_string(order.number) + "-" + to_string(order.decided));
  queue_row(context, row);
}

}  // namespace

void notify_order(BatchContext& context, Order& order) {
  order.notified = order.decided;
  std::string text = to_string(order.notified);
  text += order.reason.empty() ? "" : ": " + order.reason;
  if (order.customer.email.empty()) {
    text += ", no e-mail address";
  } else {
    queue_notice(context, order);
    text += ", mail to " + order.customer.email;
  }
  note_step(context, order, to_string(OrderStage::kNotify), std::move(text));
  leave_queue(context, order);
}

void note_mailed(BatchContext& context, const OutboxRow& row) {
  auto order = find_order(context.store, row.order);
  if (!order) return;
  note_step(context, *order, "mail",
            std::string(to_string(row.notice->state)) + ": sent to " + row.to);
  store_order(context, *order);
}

}  // namespace gateway
