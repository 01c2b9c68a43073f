// SPDX-License-Identifier: MIT
// The columns of tables of lines, in text and in PDF files.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/orders/invoice.h"
#include "layout.h"

namespace gateway::documents {

inline constexpr double kWidthLeft = -1;  ///< for the column that gets the remaining width

template <typename Line>
struct LineColumn {
  std::string heading;
  bool right = false;    ///< aligned to the right
  double width_max = 0;  ///< in a PDF file; longer text wraps; 0: as wide as needed
  std::function<std::string(const Line&)> cell;
};

/// Adds the columns for the item of a line.
template <typename Line>
void add_item_columns(std::vector<LineColumn<Line>>& columns) {
  columns.push_back({"Unit", false, kUnitWidthMax, [](const Line& line) { return line.unit; }});
  columns.push_back(
      {"SKU", false, kSkuWidthMax, [](const Line& line) { return std::string(line.sku.view()); }});
  columns.push_back({"Item", false, kWidthLeft, [](const Line& line) { return line.name; }});
}

/// All columns of an invoice in `currency`.
[[nodiscard]] inline std::vector<LineColumn<InvoiceLine>> invoice_columns(
    const std::string& currency) {
  std::vector<LineColumn<InvoiceLine>> columns{
      {"Quantity", true, 0, [](const InvoiceLine& line) { return std::to_string(line.qty); }}};
  add_item_columns(columns);
  columns.push_back({"Price", true, 0, [currency](const InvoiceLine& line) {
                       return format_amount(line.price_minor, currency);
                     }});
  columns.push_back({"Tax", true, 0, [](const InvoiceLine& line) {
                       return std::to_string(line.tax_percent) + " %";
                     }});
  columns.push_back({"Net", true, 0, [currency](const InvoiceLine& line) {
                       return format_amount(line.net_minor, currency);
                     }});
  return columns;
}

}  // namespace gateway::documents
