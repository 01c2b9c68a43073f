// SPDX-License-Identifier: MIT
#include "table.h"

#include <algorithm>
#include <numeric>

#include "text.h"

namespace gateway::documents {

namespace {

enum Column : std::size_t { kQuantity, kUnit, kSku, kItem, kPrice, kTax, kNet };

struct Heading {
  const char* text;
  Align align;
  double width_max;  ///< then it wraps; 0: as wide as it must be
};
constexpr std::array<Heading, 7> kHeadings{{{"Quantity", Align::kRight, 0},
                                            {"Unit", Align::kLeft, kUnitWidthMax},
                                            {"SKU", Align::kLeft, kSkuWidthMax},
                                            {"Item", Align::kLeft, 0},
                                            {"Price", Align::kRight, 0},
                                            {"Tax", Align::kRight, 0},
                                            {"Net", Align::kRight, 0}}};

}  // namespace

Table::Cells Table::cells_of(const InvoiceLine& line, const std::string& currency) {
  return {std::to_string(line.qty),
          printable(line.unit),
          printable(line.sku.view()),
          printable(line.name),
          format_amount(line.price_minor, currency),
          std::to_string(line.tax_percent) + " %",
          format_amount(line.net_minor, currency)};
}

Table::Table(const Pdf& pdf, const Invoice& invoice) {
  std::vector<Cells> rows;
  for (const InvoiceLine& line : invoice.lines) rows.push_back(cells_of(line, invoice.currency));
  set_columns(pdf, rows);
  const Measure measure = [&](std::string_view text) { return pdf.width(text, kRowStyle); };
  for (const Cells& cells : rows) {
    Row& row = rows_.emplace_back();
    for (std::size_t i = 0; i < kColumns; ++i) {
      const bool wraps = i == kItem || kHeadings[i].width_max > 0;
      row[i] = wraps ? wrap(cells[i], width_[i], measure) : std::vector{cells[i]};
    }
  }
}

void Table::set_columns(const Pdf& pdf, const std::vector<Cells>& rows) {
  for (std::size_t i = 0; i < kColumns; ++i) {
    if (i == kItem) continue;
    for (const Cells& cells : rows) {
      width_[i] = std::max(width_[i], pdf.width(cells[i], kRowStyle));
    }
    if (kHeadings[i].width_max > 0) width_[i] = std::min(width_[i], kHeadings[i].width_max);
    width_[i] = std::max(width_[i], pdf.width(kHeadings[i].text, kTableHeadStyle));
  }
  const double others = std::accumulate(width_.begin(), width_.end(), (kColumns - 1) * kColumnGap);
  width_[kItem] = kBodyWidth - others;
  left_[0] = kLeftEdge;
  for (std::size_t i = 1; i < kColumns; ++i) left_[i] = left_[i - 1] + width_[i - 1] + kColumnGap;
}

double Table::row_height(std::size_t row) const {
  std::size_t lines = 1;
  for (const auto& cell : rows_[row]) lines = std::max(lines, cell.size());
  return static_cast<double>(lines) * kRowLeading + kRowSpace;
}

void Table::draw_cell(Pdf& pdf, std::size_t column, double y, const std::string& text,
                      const Style& style) const {
  const Align align = kHeadings[column].align;
  const double x = left_[column] + (align == Align::kRight ? width_[column] : 0);
  pdf.text(x, y, text, style, align);
}

void Table::draw_head(Pdf& pdf, double top) const {
  for (std::size_t i = 0; i < kColumns; ++i) {
    draw_cell(pdf, i, top + kHeadBaseline, kHeadings[i].text, kTableHeadStyle);
  }
  pdf.rule(kLeftEdge, kRightEdge, top, kRule, kBlack);
  pdf.rule(kLeftEdge, kRightEdge, top + kHeadHeight, kThinRule, kBlack);
}

void Table::draw_row(Pdf& pdf, double top, std::size_t row) const {
  for (std::size_t i = 0; i < kColumns; ++i) {
    double y = top + kRowBaseline;
    for (const std::string& line : rows_[row][i]) {
      draw_cell(pdf, i, y, line, kRowStyle);
      y += kRowLeading;
    }
  }
  pdf.rule(kLeftEdge, kRightEdge, top + row_height(row), kHairline, kPaleGrey);
}

}  // namespace gateway::documents
