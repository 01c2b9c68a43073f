// SPDX-License-Identifier: MIT
// The four stages of a customer order. Each takes orders from its own queue, decides, and
// puts them into the queue of the next. Its decision is passed on only in the order itself.
#pragma once

#include "gateway/orders/commands.h"
#include "gateway/orders/order.h"
#include "gateway/outbox/outbox.h"
#include "rows/batch_context.h"

namespace gateway {

/// Gives a new order its number and puts it into the receiver's queue.
[[nodiscard]] Outcome decide(BatchContext& context, const SubmitOrder& submitted);

/// Runs one stage on the oldest orders of its queue.
[[nodiscard]] Outcome decide(BatchContext& context, const StepOrders& step);

// Each runs one stage on one order of its queue. The caller stores the order.

void receive_order(BatchContext& context, Order& order);
void check_order(BatchContext& context, Order& order);
void invoice_order(BatchContext& context, Order& order);
void notify_order(BatchContext& context, Order& order);

/// Gives out all numbers up to `last`, as invoices of which nothing else is known.
void skip_invoices(BatchContext& context, std::uint64_t last);

/// Notes in the order that the notifier's mail, `row`, was delivered.
void note_mailed(BatchContext& context, const OutboxRow& row);

}  // namespace gateway
