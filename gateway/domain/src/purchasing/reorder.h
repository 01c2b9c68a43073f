// SPDX-License-Identifier: MIT
// Turns low stock into a line on a purchase order: in the decision of the movement that
// crossed the threshold, and again in the periodic sweep.
#pragma once

#include "gateway/purchasing/commands.h"
#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"
#include "stock/position_changes.h"

namespace gateway {

/// Follows a change of `position`: counts what was received for its order, and assesses the
/// threshold. The caller stores the position.
void follow_position(BatchContext& context, Position& position, const PositionChange& change,
                     const Cause& cause);

/// A person has cancelled a line of `position`: nothing is ordered for it while its alert is up.
/// The alert rises now where only the line kept it down. Stores the position.
void suppress_reorder(BatchContext& context, Position& position);

/// Assesses every position, or a slice of them, and after the last one approves proposed
/// orders. Where nothing is new, it writes nothing. `changed`: positions and orders changed.
[[nodiscard]] Outcome decide(BatchContext& context, const RunSweep& request);

}  // namespace gateway
