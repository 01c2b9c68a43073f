// SPDX-License-Identifier: MIT
// Customer orders that people change, or whose reservations expire.
#pragma once

#include <string>

#include "gateway/orders/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// kNotFound, or kRefused with a problem where the order's state does not allow it.
[[nodiscard]] Outcome decide(BatchContext& context, const ChangeOrder& change);
[[nodiscard]] std::string request_content(const ChangeOrder& change);

/// Cancels orders that nobody began to pick in time.
[[nodiscard]] Outcome decide(BatchContext& context, const ExpireOrders& request);

}  // namespace gateway
