// SPDX-License-Identifier: MIT
#include <algorithm>

#include "gateway/csv.h"
#include "gateway/purchase.h"
#include "wire/utf8.h"

namespace gateway {

namespace {

/// Characters of a text, so that columns with umlauts line up.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string pad(std::string_view text, std::size_t columns, bool right) {
  const std::string blanks(columns > width(text) ? columns - width(text) : 0, ' ');
  return right ? blanks + std::string(text) : std::string(text) + blanks;
}

using Row = std::array<std::string, 5>;

std::string table_of(const std::vector<Row>& rows) {
  std::array<std::size_t, 5> widths{};
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      line += (i > 0 ? "  " : "") + pad(rows[r][i], widths[i], i == 0);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
    if (r == 0) {
      for (std::size_t i = 0; i < widths.size(); ++i) {
        text += (i > 0 ? "  " : "") + std::string(widths[i], '-');
      }
      text += "\n";
    }
  }
  return text;
}

/// Spreadsheets run a cell that begins like a formula; a quote in front stops
/// them (OWASP, "CSV injection").
std::string guarded(std::string_view text) {
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return formula ? "'" + std::string(text) : std::string(text);
}

std::string csv_of(const PurchaseOrder& order) {
  std::string csv;
  append_csv_record(csv, {"order", "delivery_location", "sku", "gtin", "name", "quantity", "unit"});
  for (const auto& line : order.lines) {
    append_csv_record(
        csv, {purchase_id(order.number), order.warehouse, guarded(line.sku.view()), line.gtin,
              guarded(line.name), std::to_string(line.qty), guarded(line.unit)});
  }
  return csv;
}

}  // namespace

PurchaseMail render_purchase_mail(const PurchaseOrder& order, std::string_view supplier_name,
                                  std::string_view site) {
  const std::string id = purchase_id(order.number);
  PurchaseMail mail;
  mail.subject = "Purchase order " + id + " for " + order.warehouse;
  std::vector<Row> rows{{"Quantity", "Unit", "SKU", "GTIN", "Item"}};
  for (const auto& line : order.lines) {
    rows.push_back(
        {std::to_string(line.qty), line.unit, std::string(line.sku.view()), line.gtin, line.name});
  }
  mail.body = "Purchase order " + id + "\nSupplier:    " + std::string(supplier_name) +
              "\nDeliver to:  " + order.warehouse + " (site " + std::string(site) + ")\n\n" +
              table_of(rows) + "\nPlease quote " + id +
              " on the delivery note. The same lines are attached as CSV.\n";
  mail.csv_name = id + ".csv";
  mail.csv = csv_of(order);
  return mail;
}

}  // namespace gateway
