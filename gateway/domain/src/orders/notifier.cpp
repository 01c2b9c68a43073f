// SPDX-License-Identifier: MIT
// Notifier: tells the customer what was decided, on the order's topic and, where there
// is an address, by a mail that couriers deliver.
#include "orders/orders.h"
#include "orders/stages.h"
#include "outbox/queue.h"

namespace gateway {

namespace {

void queue_notice(Decision& decision, const Order& order) {
  OutboxRow row = new_row(decision, OutboxKind::kOrderMail);
  row.order = order.number;
  row.to = order.customer.email;
  row.to_name = order.customer.name;
  row.notice = OrderNotice{order.id, order.decided, order.reason, order.lines, order.invoice};
  row.subject = order_subject(*row.notice);
  row.message_id = message_id_of(
      decision, "order-" + std::to_string(order.number) + "-" + to_string(order.decided));
  queue_row(decision, row);
}

}  // namespace

void notify_order(Decision& decision, Order& order) {
  order.notified = order.decided;
  std::string text = to_string(order.notified);
  text += order.reason.empty() ? "" : ": " + order.reason;
  if (order.customer.email.empty()) {
    text += ", no e-mail address";
  } else {
    queue_notice(decision, order);
    text += ", mail to " + order.customer.email;
  }
  note_step(decision, order, to_string(OrderStage::kNotify), std::move(text));
  leave_queue(decision, order);
}

void note_mailed(Decision& decision, const OutboxRow& row) {
  auto order = find_order(decision.store, row.order);
  if (!order) return;
  note_step(decision, *order, "mail",
            std::string(to_string(row.notice->state)) + ": sent to " + row.to);
  store_order(decision, *order);
}

}  // namespace gateway
