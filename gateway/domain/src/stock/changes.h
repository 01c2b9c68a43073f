// SPDX-License-Identifier: MIT
// Movements that do not come from a scanner.
#pragma once

#include <string>

#include "gateway/stock/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// kTask where it cannot be booked, or where its id came before with other content.
[[nodiscard]] Outcome decide(BatchContext& context, const PlainSupply& plain);

/// kRefused where it cannot be booked.
[[nodiscard]] Outcome decide(BatchContext& context, const ManualMovement& manual);
[[nodiscard]] std::string request_content(const ManualMovement& manual);

/// kNotFound where there is no such entry, kRefused where it cannot be reversed.
[[nodiscard]] Outcome decide(BatchContext& context, const ManualUndo& undo);
[[nodiscard]] std::string request_content(const ManualUndo& undo);

}  // namespace gateway
