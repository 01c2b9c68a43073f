// SPDX-License-Identifier: MIT
// Notifier: tells the customer what was decided, on the order's topic and, where there
// is an address, by a mail that couriers deliver.
#include "order_stages.h"
#include "orders.h"
#include "outbox.h"

namespace gateway {

void notify_order(Decision& decision, Order& order) {
  order.told = order.decided;
  std::string text = to_string(order.told);
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

}  // namespace gateway
