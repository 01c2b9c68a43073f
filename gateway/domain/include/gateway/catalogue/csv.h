// SPDX-License-Identifier: MIT
// The catalogue as CSV (RFC 4180, UTF-8, a byte-order mark is skipped, LF or CRLF).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
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

/// A column of one row: a text, a number, or nothing where a number is not set.
using ColumnValue = std::variant<std::monostate, std::int64_t, std::string>;
using NamedValues = std::vector<std::pair<std::string, ColumnValue>>;

/// All columns that are kept, in the order of the CSV, as `item show` prints them.
[[nodiscard]] NamedValues item_columns(const Item& item);
[[nodiscard]] NamedValues supplier_columns(const Supplier& supplier);

/// Adds one RFC 4180 record to `out`, CRLF at its end.
void append_csv_record(std::string& out, const std::vector<std::string>& fields);

}  // namespace gateway
