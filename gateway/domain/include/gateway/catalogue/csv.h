// SPDX-License-Identifier: MIT
// The catalogue as CSV (RFC 4180, UTF-8, a byte-order mark is skipped, LF or CRLF). Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/catalogue/commands.h"

namespace gateway {

/// Gives the next bytes of a file: puts at most `size` to `to` and returns how many; 0: the end.
using ByteSource = std::function<std::size_t(char* to, std::size_t size)>;
/// Those of `text`, which must outlive it.
[[nodiscard]] ByteSource bytes_of_text(std::string_view text);

/// Reads a CSV of items as read_item_csv() does, row by row, with memory for some rows only.
class ItemCsv {
 public:
  explicit ItemCsv(ByteSource source);
  ~ItemCsv();
  ItemCsv(const ItemCsv&) = delete;
  ItemCsv& operator=(const ItemCsv&) = delete;

  /// The next well-formed row; none at the end.
  [[nodiscard]] std::optional<ItemChange> next();
  /// Those found so far; complete at the end.
  [[nodiscard]] const std::vector<Problem>& problems() const;

 private:
  class Rows;
  std::unique_ptr<Rows> rows_;
};

template <typename Change>
struct CsvImport {
  std::vector<Change> rows;       ///< the well-formed ones
  std::vector<Problem> problems;  ///< not empty: nothing is to be changed
};

/// Reads `sku,name,...`: the first line names the columns, in any order; `sku` and
/// `name` are required; each unknown or repeated column is a problem. Checks only the
/// form of the file: the engine judges the values. Put both lists into ChangeItems, so
/// that one answer names every bad row. Lists at most kRowErrorsMax problems
/// and one, which tells that there are more.
[[nodiscard]] CsvImport<ItemChange> read_item_csv(std::string_view text);
/// Reads `id,name,...`; `id` and `name` are required.
[[nodiscard]] CsvImport<SupplierChange> read_supplier_csv(std::string_view text);

/// A column's value: a text, a number, or nothing where no number is set.
using ColumnValue = std::variant<std::monostate, std::int64_t, std::string>;
using NamedValues = std::vector<std::pair<std::string, ColumnValue>>;

/// All columns that the store keeps, in the order of the CSV, as `item show` prints them.
[[nodiscard]] NamedValues item_columns(const Item& item);
[[nodiscard]] NamedValues supplier_columns(const Supplier& supplier);

/// Appends one RFC 4180 record to `out`, with CRLF at its end.
void append_csv_record(std::string& out, const std::vector<std::string>& fields);

}  // namespace gateway
