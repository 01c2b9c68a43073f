// SPDX-License-Identifier: MIT
// The catalogue's columns. One table says how each is read, judged and shown, in CSV
// files, `item set`, `item show` and the JSON of an item.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/catalogue/catalogue.h"

namespace gateway {

/// Sets one column. Empty: done; else what is wrong, and the item is unchanged.
[[nodiscard]] std::string set_item_column(Item& item, std::string_view column,
                                          std::string_view value);
[[nodiscard]] std::string set_supplier_column(Supplier& supplier, std::string_view column,
                                              std::string_view value);

/// Empty: there is this column; else what is wrong with the name.
[[nodiscard]] std::string judge_item_column(std::string_view column);
[[nodiscard]] std::string judge_supplier_column(std::string_view column);

}  // namespace gateway
