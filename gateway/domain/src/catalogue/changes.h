// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/catalogue/commands.h"
#include "rows/batch_context.h"

namespace gateway {

// Each is all or nothing: with one problem nothing is written, and the outcome
// lists every problem found, kRowErrorsMax at most.
[[nodiscard]] Outcome decide(BatchContext& context, const ChangeItems& change);
[[nodiscard]] Outcome decide(BatchContext& context, const ChangeSuppliers& change);

/// Makes the item phase-out: history and barcodes stay, nothing is reordered.
[[nodiscard]] Outcome decide(BatchContext& context, const RemoveItem& removal);

[[nodiscard]] Outcome decide(BatchContext& context, const SetLocation& change);

}  // namespace gateway
