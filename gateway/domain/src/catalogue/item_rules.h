// SPDX-License-Identifier: MIT
// What a change of an item has to keep, whether one is changed or a million are imported.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gateway/catalogue/catalogue.h"
#include "gateway/catalogue/commands.h"
#include "gateway/rows/outcome.h"
#include "gateway/rows/store.h"

namespace gateway {

/// Collects problems: kRowErrorsMax, which are listed, and one that tells that there are more.
class Problems {
 public:
  explicit Problems(std::vector<Problem> found_before = {}) : found_(std::move(found_before)) {}

  void add(std::size_t line, std::string field, std::string text);
  [[nodiscard]] bool any() const { return !found_.empty(); }
  [[nodiscard]] bool full() const;
  /// Ordered by line, as a person reads the file; of one line in the order in which they came.
  [[nodiscard]] std::vector<Problem> take();

 private:
  std::vector<Problem> found_;
};

/// A name that was given and refused is not reported as missing too.
[[nodiscard]] bool names_column(const std::vector<std::pair<std::string, std::string>>& columns,
                                std::string_view name);

/// The item as `change` makes it of what the store has. Adds to `problems` what is wrong with it
/// by itself; whether others have its barcodes is not looked at.
[[nodiscard]] Item changed_item(const Reader& store, const ItemChange& change, Problems& problems);

/// Stores `item` and its barcodes in place of what was there. A barcode of another item becomes
/// this one's, and the other is stored without it: after each call every barcode leads to the one
/// item that lists it.
void replace_item(Store& store, const Item& item);

}  // namespace gateway
