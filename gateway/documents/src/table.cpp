// SPDX-License-Identifier: MIT
#include "table.h"

#include <algorithm>
#include <numeric>

#include "text.h"

namespace gateway::documents {

Table::Table(const Pdf& pdf, const Invoice& invoice) : columns_(invoice_columns(invoice.currency)) {
  std::vector<std::vector<std::string>> rows;
  for (const InvoiceLine& line : invoice.lines) {
    auto& cells = rows.emplace_back();
    for (const auto& column : columns_) cells.push_back(printable(column.cell(line)));
  }
  set_widths(pdf, rows);
  const Measure measure = [&](std::string_view text) { return pdf.width(text, kRowStyle); };
  for (const auto& cells : rows) {
    Row& row = rows_.emplace_back();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool wraps = columns_[i].width_max != 0;
      row.push_back(wraps ? wrap(cells[i], width_[i], measure) : std::vector{cells[i]});
    }
  }
}

void Table::set_widths(const Pdf& pdf, const std::vector<std::vector<std::string>>& rows) {
  width_.resize(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& column = columns_[i];
    if (column.width_max == kWidthLeft) continue;
    for (const auto& cells : rows) {
      width_[i] = std::max(width_[i], pdf.width(cells[i], kRowStyle));
    }
    if (column.width_max > 0) width_[i] = std::min(width_[i], column.width_max);
    width_[i] = std::max(width_[i], pdf.width(column.heading, kTableHeadStyle));
  }
  const double gaps = static_cast<double>(columns_.size() - 1) * kColumnGap;
  const double others = std::accumulate(width_.begin(), width_.end(), gaps);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].width_max == kWidthLeft) width_[i] = kBodyWidth - others;
    left_.push_back(i == 0 ? kLeftEdge : left_[i - 1] + width_[i - 1] + kColumnGap);
  }
}

double Table::row_height(std::size_t row) const {
  std::size_t lines = 1;
  for (const auto& cell : rows_[row]) lines = std::max(lines, cell.size());
  return static_cast<double>(lines) * kRowLeading + kRowSpace;
}

void Table::draw_cell(Pdf& pdf, std::size_t column, double y, const std::string& text,
                      const Style& style) const {
  const bool right = columns_[column].right;
  const double x = left_[column] + (right ? width_[column] : 0);
  pdf.text(x, y, text, style, right ? Align::kRight : Align::kLeft);
}

void Table::draw_head(Pdf& pdf, double top) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    draw_cell(pdf, i, top + kHeadBaseline, columns_[i].heading, kTableHeadStyle);
  }
  pdf.rule(kLeftEdge, kRightEdge, top, kRule, kBlack);
  pdf.rule(kLeftEdge, kRightEdge, top + kHeadHeight, kThinRule, kBlack);
}

void Table::draw_row(Pdf& pdf, double top, std::size_t row) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    double y = top + kRowBaseline;
    for (const std::string& line : rows_[row][i]) {
      draw_cell(pdf, i, y, line, kRowStyle);
      y += kRowLeading;
    }
  }
  pdf.rule(kLeftEdge, kRightEdge, top + row_height(row), kHairline, kPaleGrey);
}

}  // namespace gateway::documents
