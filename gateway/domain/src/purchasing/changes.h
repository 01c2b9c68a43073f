// SPDX-License-Identifier: MIT
// Purchase orders that people and the sweep change.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/purchasing/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// Approves every proposed order, unless a person has to (Settings::approve_by_itself). An order
/// that cannot be sent anywhere stays proposed and gets a task, once, which is withdrawn when
/// the order can go. Where the outbox is full, orders wait. Returns how many orders changed.
std::uint64_t approve_proposed(BatchContext& context);

/// Gives out all numbers up to `last`, as orders of which nothing else is known.
void skip_purchases(BatchContext& context, std::uint64_t last);
/// Every proposed order is in doubt from now on. Returns how many.
std::uint64_t doubt_proposed(BatchContext& context);

/// kNotFound, or kRefused with a problem where the order's state does not allow it.
[[nodiscard]] Outcome decide(BatchContext& context, const ChangePurchase& change);
[[nodiscard]] std::string request_content(const ChangePurchase& change);

/// Books all lines or none; kNotFound, or kRefused with every problem.
[[nodiscard]] Outcome decide(BatchContext& context, const ReceivePurchase& receipt);
[[nodiscard]] std::string request_content(const ReceivePurchase& receipt);

}  // namespace gateway
