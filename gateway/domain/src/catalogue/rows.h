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

/// An import of items that has begun.
struct ImportRow {
  bool decided = false;
  std::uint64_t slices = 0;   ///< laid down
  std::uint64_t applied = 0;  ///< of these, in their order
};
/// The items of one slice of it, as they will be.
struct ImportSlice {
  std::vector<Item> items;
};
template <>
inline constexpr RowVersion kRowVersion<ImportRow> = 2;
template <>
inline constexpr RowVersion kRowVersion<ImportSlice> = 2;

void fields(auto& a, RowOf<ImportRow> auto& r, RowVersion /*version*/) {
  a(r.decided, r.slices, r.applied);
}
void fields(auto& a, RowOf<ImportSlice> auto& r, RowVersion /*version*/) {
  a(r.items);
}

// kMeta.
inline constexpr std::string_view kImportKey = "import";
inline std::string import_slice_prefix() {
  return pair_key(kImportKey, {});
}
inline std::string import_slice_key(std::uint64_t slice) {
  return import_slice_prefix() + number_key(slice);
}

/// Whether a row of kLocations holds a NegativeStock.
inline bool is_policy(const NumberRow& row) {
  return row.number >= 1 && row.number <= static_cast<std::uint64_t>(NegativeStock::kLast);
}

}  // namespace gateway
