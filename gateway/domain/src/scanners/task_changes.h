// SPDX-License-Identifier: MIT
// Tasks that a person settles or dismisses.
#pragma once

#include "gateway/scanners/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// kNotFound, or kRefused where the task is not open, holds no movement, or it still cannot be
/// booked: the problem says why, and the task is unchanged.
[[nodiscard]] Outcome decide(BatchContext& context, const SettleTask& settlement);
/// The same; a reason is required.
[[nodiscard]] Outcome decide(BatchContext& context, const DismissTask& dismissal);

}  // namespace gateway
