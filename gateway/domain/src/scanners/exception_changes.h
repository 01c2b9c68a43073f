// SPDX-License-Identifier: MIT
// What a person does with what waits.
#pragma once

#include "gateway/scanners/commands.h"
#include "rows/decision.h"

namespace gateway {

/// Refused where there is nothing to book, or it still cannot be booked: the problem
/// says why, and the exception stays open.
[[nodiscard]] Outcome decide(Decision& decision, const SettleException& settlement);
[[nodiscard]] Outcome decide(Decision& decision, const DismissException& dismissal);

}  // namespace gateway
