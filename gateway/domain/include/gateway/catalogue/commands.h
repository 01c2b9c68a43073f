// SPDX-License-Identifier: MIT
// What a person changes in the catalogue.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "gateway/catalogue/catalogue.h"
#include "gateway/rows/outcome.h"

namespace gateway {

/// A change of one item: only the columns given, by the names of the item CSV.
struct ItemChange {
  std::size_t line = 0;
  wire::Sku sku;
  std::vector<std::pair<std::string, std::string>> columns;
};
/// A change of one supplier, by the names of the supplier CSV.
struct SupplierChange {
  std::size_t line = 0;
  std::string id;
  std::vector<std::pair<std::string, std::string>> columns;
};

/// All or nothing: one bad row and nothing is changed. `problems` are those found
/// before (see csv.h): with one, the rows are judged only to list what else is wrong.
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
struct RemoveItem {
  wire::Sku sku;
};
struct SetLocation {
  wire::Location location;
  NegativeStock policy = NegativeStock::kFlag;
};

}  // namespace gateway
