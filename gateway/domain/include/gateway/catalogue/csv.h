// SPDX-License-Identifier: MIT
// The catalogue as CSV (RFC 4180, UTF-8, a byte-order mark is skipped, LF or CRLF).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/catalogue/commands.h"

namespace gateway {

template <typename Change>
struct CsvImport {
  std::vector<Change> rows;       ///< those whose form is right
  std::vector<Problem> problems;  ///< not empty: nothing is to be changed
};

/// Reads `sku,name,...`: the first line names the columns, in any order; `sku` and
/// `name` are required; unknown and repeated columns are problems by name. Checks
/// the form of the file only; values are judged where they are applied. Hand both
/// lists to ChangeItems, so that one answer names every bad row. At most
/// kRowErrorsMax problems are listed.
[[nodiscard]] CsvImport<ItemChange> read_item_csv(std::string_view text);
/// Reads `id,name,...`; `id` and `name` are required.
[[nodiscard]] CsvImport<SupplierChange> read_supplier_csv(std::string_view text);

/// All columns of one item, in the order of the CSV, as `item show` prints them.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> item_columns(const Item& item);
[[nodiscard]] std::vector<std::pair<std::string, std::string>> supplier_columns(
    const Supplier& supplier);

/// Adds one RFC 4180 record to `out`, CRLF at its end.
void append_csv_record(std::string& out, const std::vector<std::string>& fields);

}  // namespace gateway
