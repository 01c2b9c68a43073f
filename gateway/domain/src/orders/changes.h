// SPDX-License-Identifier: MIT
// What people and time do with customer orders.
#pragma once

#include <string>

#include "gateway/orders/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// Refused with a problem that says why where the order does not allow it.
[[nodiscard]] Outcome decide(BatchContext& context, const ChangeOrder& change);
[[nodiscard]] std::string request_content(const ChangeOrder& change);

/// Cancels what nobody picked in time.
[[nodiscard]] Outcome decide(BatchContext& context, const ExpireOrders& request);

}  // namespace gateway
