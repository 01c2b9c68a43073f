// SPDX-License-Identifier: MIT
// Bins as JSON objects. Integrators rely on the keys, which tests/golden/json/ records.
#pragma once

#include <string>

#include "gateway/stock/ledger.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// What a stock row shows besides its bin.
struct StockExtras {
  std::string name;  ///< of the item
  // Of the SKU in the bin's warehouse.
  wire::Quantity on_order = 0;
  wire::Quantity backordered = 0;  ///< promised to customers out of goods to come
};

void write_stock(wire::JsonWriter& json, const Bin& bin, const StockExtras& extras);

}  // namespace gateway::http
