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
  bool may_shrink = false;  ///< where it is tight, down to kShrunkColumns
  /// 0 stays; of the others the highest goes first where there is no room.
  int drop_priority = 0;
  /// Left out of a terminal where no row of the first part has anything there.
  bool hide_if_empty = false;
};

struct Cell {
  std::string text;
  Style style = Style::kPlain;
};
using Row = std::vector<Cell>;

/// Rows under titles, aligned, as wide as the terminal at most.
///
/// Rows may come in parts: the first part decides the widths, so a list of any
/// length takes the memory of one part. On something else than a terminal nothing
/// is shortened or left out.
class Table {
 public:
  Table(Terminal& terminal, std::vector<Column> columns);

  void add(Row row);
  /// Prints what was added since the last time; titles with the first row.
  void flush();
  /// flush(), then names the columns that found no room for what is in them.
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
  std::vector<bool> empty_;  // left out, and nobody misses anything
  std::vector<Row> rows_;
  bool laid_out_ = false;
};

}  // namespace gateway::cli
