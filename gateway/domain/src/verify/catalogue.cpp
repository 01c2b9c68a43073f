// SPDX-License-Identifier: MIT
// Compares items, barcodes, suppliers and locations with each other.
#include "catalogue/rows.h"
#include "verify/verification.h"

namespace gateway {

namespace {

/// The slices of an import that are still to be applied.
void verify_import(Verification& run) {
  const auto import = get_row<ImportRow>(run.store, Table::kMeta, kImportKey);
  const std::string prefix = import_slice_prefix();
  std::uint64_t last = import ? import->applied : 0;
  bool in_order = true;
  const auto check = [&](std::string_view key, const ImportSlice&) {
    in_order = in_order && import && key == import_slice_key(++last);
    return true;
  };
  scan_prefix<ImportSlice>(run.store, Table::kMeta, prefix, check);
  if (!in_order || (import && last != import->slices)) {
    run.problem("an import of items has lost some of them, or nothing knows of it");
  }
}

}  // namespace

void verify_items(Verification& run) {
  std::size_t of_items = 0;
  run.each<Item>(Table::kItems, [&](std::string_view key, const Item& item) {
    const std::string name(item.sku.view());
    if (key != item.sku.view()) run.problem("item " + name + " is stored under another one's key");
    if (!item.supplier.empty() && !find_supplier(run.store, item.supplier)) {
      run.problem("item " + name + " names a supplier that is not known");
    }
    for (const auto& barcode : item.barcodes) {
      const auto row = get_row<Resolved>(run.store, Table::kBarcodes, barcode.code);
      if (!row || row->sku != item.sku || row->pack != barcode.pack) {
        run.problem("barcode " + barcode.code + " does not lead to " + name);
      }
      ++of_items;
    }
  });
  run.report.checked.emplace_back("barcodes");
  std::size_t rows = 0;
  run.each<Resolved>(Table::kBarcodes, [&](std::string_view, const Resolved&) { ++rows; });
  if (rows != of_items) run.problem("there are barcodes that belong to no item");
  verify_import(run);
}

void verify_suppliers(Verification& run) {
  run.each<Supplier>(Table::kSuppliers, [&](std::string_view key, const Supplier& supplier) {
    if (key == supplier.id) return;
    run.problem("supplier " + supplier.id + " is stored under another one's key");
  });
}

void verify_locations(Verification& run) {
  run.each<NumberRow>(Table::kLocations, [&](std::string_view key, const NumberRow& row) {
    if (is_policy(row) && wire::is_location(key)) return;
    run.problem("location " + name_of(key) + " is none, or has no policy");
  });
  for (const auto& location : run.locations) {
    if (run.store.get(Table::kLocations, location)) continue;
    run.problem("location " + location + " holds stock and is not known");
  }
}

}  // namespace gateway
