// SPDX-License-Identifier: MIT
// What people and the sweep do with purchase orders.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/purchasing/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// Approves every proposed order, unless a person has to. An order that can go
/// nowhere stays proposed and becomes a task, once; the task is withdrawn
/// when an address lets the order go. Returns how many orders changed.
std::uint64_t approve_proposed(BatchContext& context);

/// Refused with a problem that says why where the order's state does not allow it.
[[nodiscard]] Outcome decide(BatchContext& context, const ChangePurchase& change);
[[nodiscard]] std::string request_content(const ChangePurchase& change);

/// All lines or none.
[[nodiscard]] Outcome decide(BatchContext& context, const ReceivePurchase& receipt);
[[nodiscard]] std::string request_content(const ReceivePurchase& receipt);

}  // namespace gateway
