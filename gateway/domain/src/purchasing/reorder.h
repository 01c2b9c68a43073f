// SPDX-License-Identifier: MIT
// Low stock becomes a line on a purchase order: in the decision of the movement
// that crossed the threshold, and again in the periodic sweep.
#pragma once

#include "gateway/purchasing/commands.h"
#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"
#include "stock/position_changes.h"

namespace gateway {

/// Follows a change of `position`: closes order lines with what was received, and assesses
/// the threshold. The caller stores the position.
void follow_position(BatchContext& context, Position& position, const PositionChange& change,
                     const Cause& cause);

/// A person has cancelled a line of `position`: nothing is ordered for it while its alert
/// is up. An alert that the line alone kept down rises now. Stores the position.
void suppress_reorder(BatchContext& context, Position& position);

/// Assesses every position, or at a slice of them, and after the last one turns
/// proposed orders into mail. With nothing new it writes nothing. `changed`: alerts,
/// lines and orders.
[[nodiscard]] Outcome decide(BatchContext& context, const RunSweep& request);

}  // namespace gateway
