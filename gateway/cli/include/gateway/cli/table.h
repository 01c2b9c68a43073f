// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gateway/cli/terminal.h"

namespace gateway::cli {

struct Column {
  std::string title;
  enum class Align { kLeft, kRight } align = Align::kLeft;
  bool may_shrink = false;  ///< if there is little room, down to kShrunkColumns
  /// 0: never left out; of the others the highest is left out first if there is no room.
  int drop_priority = 0;
  /// Left out on a terminal if no row of the first part has text there.
  bool hide_if_empty = false;
};

struct Cell {
  std::string text;
  Style style = Style::kPlain;
};
using Row = std::vector<Cell>;

/// Prints rows under titles, aligned, at most as wide as the terminal.
///
/// Rows may be added in parts: the first part decides the widths, so a list of any
/// length takes the memory of one part. If `out` is no terminal, nothing is shortened
/// or left out. `terminal` must outlive the table. Not thread-safe.
class Table {
 public:
  Table(Terminal& terminal, std::vector<Column> columns);

  void add(Row row);
  /// Prints the rows added since the last flush(); before the first row the titles.
  void flush();
  /// flush(), then names the columns that were left out although they have content.
  void finish();

  static constexpr std::size_t kShrunkColumns = 10;

 private:
  void lay_out();
  void hide_empty_columns();
  void shrink(std::size_t& total);
  void print(const Row& row) const;
  [[nodiscard]] std::size_t total_width() const;

  Terminal& terminal_;
  std::vector<Column> columns_;
  std::vector<std::size_t> widths_;
  std::vector<bool> hidden_;
  std::vector<bool> empty_;  // columns left out because no row has text there
  std::vector<Row> rows_;
  bool laid_out_ = false;
};

}  // namespace gateway::cli
