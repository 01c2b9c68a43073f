// SPDX-License-Identifier: MIT
// What people and time do with customer orders.
#pragma once

#include "gateway/orders/commands.h"
#include "rows/decision.h"

namespace gateway {

/// Refused with a problem that says why where the order does not allow it.
[[nodiscard]] Outcome change_order(Decision& decision, const ChangeOrder& change);

/// Cancels what nobody picked in time.
[[nodiscard]] Outcome expire_orders(Decision& decision, const ExpireOrders& request);

}  // namespace gateway
