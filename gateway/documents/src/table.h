// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "gateway/orders/invoice.h"
#include "pdf.h"

namespace gateway::documents {

/// The invoice's lines, in columns as wide as what is in them; the item's name has what
/// is left. Long units, SKUs and names take several lines.
class Table {
 public:
  Table(const Pdf& pdf, const Invoice& invoice);

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] double row_height(std::size_t row) const;

  /// Both take `kHeadHeight` or the row's height below `top`.
  void draw_head(Pdf& pdf, double top) const;
  void draw_row(Pdf& pdf, double top, std::size_t row) const;

 private:
  static constexpr std::size_t kColumns = 7;
  using Cells = std::array<std::string, kColumns>;
  using Row = std::array<std::vector<std::string>, kColumns>;

  static Cells cells_of(const InvoiceLine& line, const std::string& currency);
  void set_columns(const Pdf& pdf, const std::vector<Cells>& rows);
  void draw_cell(Pdf& pdf, std::size_t column, double y, const std::string& text,
                 const Style& style) const;

  std::array<double, kColumns> left_{};
  std::array<double, kColumns> width_{};
  std::vector<Row> rows_;
};

}  // namespace gateway::documents
