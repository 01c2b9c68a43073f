// SPDX-License-Identifier: MIT
// Customer orders as rows: stored, queued for a stage, shown, closed.
#pragma once

#include <string>

#include "gateway/orders/order.h"
#include "rows/batch_context.h"

namespace gateway {

/// Stores a changed order and has it shown. Counts it as closed, or as open again, where its
/// state says so; a closed one is shown until kClosedOrdersShown others have closed.
void store_order(BatchContext& context, Order& order);

/// Whether dashboards show the order: open, or among the newest that were closed.
[[nodiscard]] bool is_shown(const Reader& store, const Order& order);

/// Moves `order` into the queue of `stage`. The caller stores it.
void queue_order(BatchContext& context, Order& order, OrderStage stage);
/// Takes `order` out of its queue. The caller stores it.
void leave_queue(BatchContext& context, Order& order);

/// Adds a step to the order's history, for `order show`, and to the log. The caller stores it.
void note_step(BatchContext& context, Order& order, std::string_view stage, std::string text);

/// All or a part is reserved: queues the order for the invoicer, and starts the time in which it
/// has to be picked. The caller stores it.
void confirm_order(BatchContext& context, Order& order, OrderState as);
/// The same for an order whose last missing goods came in.
void confirm_filled(BatchContext& context, Order& order);

/// Stops the time to pick it: it is over, or no longer matters. The caller stores the order.
void stop_expiry(BatchContext& context, Order& order);
/// After the undo of a pick: where nothing is picked any more, starts the time again. The caller
/// stores the order.
void resume_expiry(BatchContext& context, Order& order);

/// Whether somebody has begun to pick it.
[[nodiscard]] bool picked_any(const Order& order);

}  // namespace gateway
