// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "gateway/engine/engine.h"
#include "rows/batch_context.h"

namespace gateway {

/// What `decision` did, every row as it is now; `entries` are the new ones of the ledger.
[[nodiscard]] Effects effects_of(BatchContext& context, std::vector<Outcome> outcomes,
                                 std::vector<Entry> entries);

/// `row` with all a courier needs.
[[nodiscard]] DeliveryDue delivery_of(const Reader& store, const OutboxRow& row);

}  // namespace gateway
