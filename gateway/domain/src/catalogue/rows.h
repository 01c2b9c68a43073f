// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/catalogue/catalogue.h"
#include "rows/rows.h"

namespace gateway {

void fields(auto& a, RowOf<Barcode> auto& r, RowVersion /*version*/) {
  a(r.code, r.pack);
}
void fields(auto& a, RowOf<Resolved> auto& r, RowVersion /*version*/) {
  a(r.sku, r.pack);
}
void fields(auto& a, RowOf<Item> auto& r, RowVersion /*version*/) {
  a(r.sku, r.name, r.unit, r.supplier, r.threshold, r.order_up_to, r.pack_multiple, r.moq,
    r.lead_time_days, r.low_stock_flag, r.price_minor, r.currency, r.tax_percent, r.barcodes,
    r.state);
}
void fields(auto& a, RowOf<Supplier> auto& r, RowVersion /*version*/) {
  a(r.id, r.name, r.email, r.lead_time_days, r.language);
}

/// Whether a row of kLocations holds a NegativeStock.
inline bool is_policy(const NumberRow& row) {
  return row.number >= 1 && row.number <= static_cast<std::uint64_t>(NegativeStock::kLast);
}

}  // namespace gateway
