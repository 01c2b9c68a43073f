// SPDX-License-Identifier: MIT
// What people and the sweep do with purchase orders.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/purchasing/commands.h"
#include "rows/decision.h"

namespace gateway {

/// Approves every proposed order, unless a person has to. An order that can go
/// nowhere stays proposed and becomes an exception, once; the exception is withdrawn
/// when an address lets the order go. Returns how many orders changed.
std::uint64_t approve_proposed(Decision& decision);

/// Refused with a problem that says why where the order's state does not allow it.
[[nodiscard]] Outcome decide(Decision& decision, const ChangePurchase& change);
[[nodiscard]] std::string request_content(const ChangePurchase& change);

/// All lines or none.
[[nodiscard]] Outcome decide(Decision& decision, const ReceivePurchase& receipt);
[[nodiscard]] std::string request_content(const ReceivePurchase& receipt);

}  // namespace gateway
