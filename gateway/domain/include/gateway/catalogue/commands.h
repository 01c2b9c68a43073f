// SPDX-License-Identifier: MIT
// What a person changes in the catalogue. Values are judged by the engine.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "gateway/catalogue/catalogue.h"
#include "gateway/limits.h"
#include "gateway/rows/outcome.h"

namespace gateway {

/// A change of one item, or a new one: (column of the item CSV, value). Columns that are not
/// named keep their values.
struct ItemChange {
  std::size_t line = 0;  ///< of the file, for problems; 0: no file
  wire::Sku sku;
  std::vector<std::pair<std::string, std::string>> columns;
};
/// The same for one supplier, with the columns of the supplier CSV.
struct SupplierChange {
  std::size_t line = 0;
  std::string id;
  std::vector<std::pair<std::string, std::string>> columns;
};

/// All or nothing: one bad row, and nothing is changed. `problems` are those found while
/// reading the file (csv.h): where there is one, the rows are judged, and none is written.
struct ChangeItems {
  std::vector<ItemChange> rows;
  std::vector<Problem> problems = {};

  [[nodiscard]] std::size_t weight() const { return rows.size(); }
};
struct ChangeSuppliers {
  std::vector<SupplierChange> rows;
  std::vector<Problem> problems = {};

  [[nodiscard]] std::size_t weight() const { return rows.size(); }
};
/// An import of many items, step by step: docs/adr/0020. BeginImport closes the catalogue to other
/// changes of items, which are refused as `stalled` meanwhile, and takes away what an import left
/// that was not decided. Refused as `stalled` while one is decided and not finished.
struct BeginImport {};
/// Lays down the next items as they will be; at most kImportSliceRows.
struct StageItems {
  std::vector<Item> items;

  [[nodiscard]] std::size_t weight() const { return items.size(); }
};
/// The first one decides the import: from then on it cannot be dropped. Stores the next items;
/// Outcome::changed says how many, `more` whether there are others. Behind the last one the
/// catalogue is open again. Does nothing where there is no import.
struct ApplyImport {
  static constexpr bool kOwn = true;
  [[nodiscard]] static std::size_t weight() { return kImportSliceRows; }
};
/// Takes an import away that was not decided. Refused where it was.
struct DropImport {
  static constexpr bool kOwn = true;
};

/// No longer reordered. Its history and its barcodes stay, and it can still be booked.
struct RemoveItem {
  wire::Sku sku;
};
/// Sets the policy of a real location, which need not have been used yet.
struct SetLocation {
  wire::Location location;
  NegativeStock policy = NegativeStock::kFlag;
};

}  // namespace gateway
