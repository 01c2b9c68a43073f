// SPDX-License-Identifier: MIT
// Purchase orders.
// As JSON objects; the keys are a contract with integrators: tests/golden/http/ holds them.
#pragma once

#include <cstddef>

#include "gateway/purchasing/purchase.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// `view` knows what became of the order's mail.
void write_purchase(wire::JsonWriter& json, const PurchaseOrder& order, const Reader& view);
/// Why each line was ordered, with the ledger entry that crossed the threshold.
void write_purchase_why(wire::JsonWriter& json, const PurchaseOrder& order, const Reader& view);

/// What the longest write_purchase_why() of this order takes.
[[nodiscard]] std::size_t purchase_why_bytes_max(const PurchaseOrder& order);

}  // namespace gateway::http
