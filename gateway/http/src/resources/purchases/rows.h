// SPDX-License-Identifier: MIT
// Purchase orders as JSON objects. Integrators rely on the keys, which tests/golden/json/
// records.
#pragma once

#include "gateway/purchasing/purchase.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// Reads from `view` what became of the order's mail.
void write_purchase(wire::JsonWriter& json, const PurchaseOrder& order, const Reader& view);
/// Writes why each line was ordered, with the ledger entry that crossed the threshold.
void write_purchase_why(wire::JsonWriter& json, const PurchaseOrder& order, const Reader& view);

}  // namespace gateway::http
