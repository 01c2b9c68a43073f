// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "gateway/catalogue/commands.h"
#include "rows/batch_context.h"

namespace gateway {

// Each is all or nothing: where there is a problem, nothing is written, and the outcome
// lists every problem, at most kRowErrorsMax and one more.
[[nodiscard]] Outcome decide(BatchContext& context, const ChangeItems& change);
[[nodiscard]] Outcome decide(BatchContext& context, const ChangeSuppliers& change);

/// The refusal of a change of items while an import has closed the catalogue; none: it is open.
[[nodiscard]] std::optional<Outcome> closed_by_import(const Reader& store);

[[nodiscard]] Outcome decide(BatchContext& context, const BeginImport& begin);
[[nodiscard]] Outcome decide(BatchContext& context, const StageItems& staged);
[[nodiscard]] Outcome decide(BatchContext& context, const ApplyImport& step);
[[nodiscard]] Outcome decide(BatchContext& context, const DropImport& drop);

/// Marks the item as phased out: its history and barcodes stay, it is no longer reordered.
[[nodiscard]] Outcome decide(BatchContext& context, const RemoveItem& removal);

[[nodiscard]] Outcome decide(BatchContext& context, const SetLocation& change);

}  // namespace gateway
