// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "gateway/engine/engine.h"
#include "rows/batch_context.h"

namespace gateway {

/// What the batch did, with every touched row as it is now. `entries`: the new ledger entries.
[[nodiscard]] Effects effects_of(BatchContext& context, std::vector<Outcome> outcomes,
                                 std::vector<Entry> entries);

/// `row` with everything that a courier needs.
[[nodiscard]] DeliveryDue delivery_of(const Reader& store, const OutboxRow& row);

}  // namespace gateway
