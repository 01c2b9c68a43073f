// SPDX-License-Identifier: MIT
// Movements that do not come from a scanner.
#pragma once

#include <string>

#include "gateway/stock/commands.h"
#include "rows/decision.h"

namespace gateway {

/// An exception where it cannot be booked, or its id came before, saying otherwise.
[[nodiscard]] Outcome decide(Decision& decision, const PlainSupply& plain);

/// Refused where it cannot be booked.
[[nodiscard]] Outcome decide(Decision& decision, const ManualMovement& manual);
[[nodiscard]] std::string request_content(const ManualMovement& manual);

[[nodiscard]] Outcome decide(Decision& decision, const ManualUndo& undo);
[[nodiscard]] std::string request_content(const ManualUndo& undo);

}  // namespace gateway
