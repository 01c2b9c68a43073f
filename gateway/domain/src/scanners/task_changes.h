// SPDX-License-Identifier: MIT
// What a person does with what waits.
#pragma once

#include "gateway/scanners/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// Refused where there is nothing to book, or it still cannot be booked: the problem
/// says why, and the task stays open.
[[nodiscard]] Outcome decide(BatchContext& context, const SettleTask& settlement);
[[nodiscard]] Outcome decide(BatchContext& context, const DismissTask& dismissal);

}  // namespace gateway
