// SPDX-License-Identifier: MIT
// Movements that do not come from a scanner.
#pragma once

#include <string>

#include "gateway/stock/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// A task where it cannot be booked, or its id came before, saying otherwise.
[[nodiscard]] Outcome decide(BatchContext& context, const PlainSupply& plain);

/// Refused where it cannot be booked.
[[nodiscard]] Outcome decide(BatchContext& context, const ManualMovement& manual);
[[nodiscard]] std::string request_content(const ManualMovement& manual);

[[nodiscard]] Outcome decide(BatchContext& context, const ManualUndo& undo);
[[nodiscard]] std::string request_content(const ManualUndo& undo);

}  // namespace gateway
