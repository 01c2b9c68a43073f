// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gateway/orders/invoice.h"
#include "line_columns.h"
#include "pdf.h"

namespace gateway::documents {

/// The invoice's lines, in columns as wide as their content; the item's name gets the
/// remaining width. Long units, SKUs and names take several lines.
class Table {
 public:
  Table(const Pdf& pdf, const Invoice& invoice);

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] double row_height(std::size_t row) const;

  /// They use kHeadHeight, or the row's height, below `top`.
  void draw_head(Pdf& pdf, double top) const;
  void draw_row(Pdf& pdf, double top, std::size_t row) const;

 private:
  using Row = std::vector<std::vector<std::string>>;  ///< lines of each cell

  void set_widths(const Pdf& pdf, const std::vector<std::vector<std::string>>& rows);
  void draw_cell(Pdf& pdf, std::size_t column, double y, const std::string& text,
                 const Style& style) const;

  std::vector<LineColumn<InvoiceLine>> columns_;
  std::vector<double> left_;
  std::vector<double> width_;
  std::vector<Row> rows_;
};

}  // namespace gateway::documents
