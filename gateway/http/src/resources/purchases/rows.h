// SPDX-License-Identifier: MIT
// Purchase orders.
// As JSON objects; the keys are a contract with integrators: tests/golden/json/ holds them.
#pragma once

#include "gateway/purchasing/purchase.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// `view` knows what became of the order's mail.
void write_purchase(wire::JsonWriter& json, const PurchaseOrder& order, const Reader& view);
/// Why each line was ordered, with the ledger entry that crossed the threshold.
void write_purchase_why(wire::JsonWriter& json, const PurchaseOrder& order, const Reader& view);

}  // namespace gateway::http
