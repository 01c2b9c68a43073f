// SPDX-License-Identifier: MIT
// The four stages of a customer order. Each takes orders from its own queue, decides,
// and puts them into the next one's; what it decided is in the order and nowhere else.
#pragma once

#include "gateway/orders/commands.h"
#include "gateway/orders/order.h"
#include "gateway/outbox/outbox.h"
#include "rows/batch_context.h"

namespace gateway {

/// The door: gives a new order its number and puts it into the receiver's queue.
[[nodiscard]] Outcome decide(BatchContext& context, const SubmitOrder& submitted);

/// Runs one stage on the oldest orders of its queue.
[[nodiscard]] Outcome decide(BatchContext& context, const StepOrders& step);

// One stage on one order, which the caller has read from its queue and stores.

void receive_order(BatchContext& context, Order& order);
void check_order(BatchContext& context, Order& order);
void invoice_order(BatchContext& context, Order& order);
void notify_order(BatchContext& context, Order& order);

/// The notifier's mail, `row`, was delivered.
void note_mailed(BatchContext& context, const OutboxRow& row);

}  // namespace gateway
