// SPDX-License-Identifier: MIT
// Customer orders as rows: stored, queued for a stage, shown, closed.
#pragma once

#include <string>

#include "gateway/orders/order.h"
#include "rows/batch_context.h"

namespace gateway {

/// Stores a changed order and has it shown; one that has just closed is shown until
/// kClosedOrdersShown others have.
void store_order(BatchContext& context, Order& order);

/// Puts `order` into the queue of `stage`, out of the one it is in. The caller stores it.
void queue_order(BatchContext& context, Order& order, OrderStage stage);
/// It waits for nothing any more. The caller stores it.
void leave_queue(BatchContext& context, Order& order);

/// Writes down what was done with `order`, for `order show` and the log. The caller
/// stores the order.
void note_step(BatchContext& context, Order& order, std::string_view stage, std::string text);

/// Everything is promised: to the invoicer, and the time runs in which it has to be
/// picked. The caller stores the order.
void confirm_order(BatchContext& context, Order& order, OrderState as);
/// The same for one whose last goods came in.
void confirm_filled(BatchContext& context, Order& order);

/// The time to pick it is over, or does not matter any more. The caller stores the order.
void stop_expiry(BatchContext& context, Order& order);
/// A pick was undone: when nothing is picked any more, the time runs anew. The caller stores
/// the order.
void resume_expiry(BatchContext& context, Order& order);

/// Whether somebody has begun to pick it.
[[nodiscard]] bool picked_any(const Order& order);

}  // namespace gateway
