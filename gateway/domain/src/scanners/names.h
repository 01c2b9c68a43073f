// SPDX-License-Identifier: MIT
// Names of scanners that people retire, or take into use again.
#pragma once

#include "gateway/scanners/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// Writes one row and moves none: what was sent under the old name stays there.
[[nodiscard]] Outcome decide(BatchContext& context, const RenameNode& renaming);
[[nodiscard]] Outcome decide(BatchContext& context, const AddNode& added);

}  // namespace gateway
