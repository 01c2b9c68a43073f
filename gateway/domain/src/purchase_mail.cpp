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

struct Words {
  std::string_view order;
  std::string_view for_place;
  std::string_view repeated;
  std::string_view supplier;
  std::string_view deliver_to;
  std::string_view site;
  Row columns;
  std::string_view quote_before;
  std::string_view quote_after;
};

/// Texts by the supplier's language; English for any other.
const Words& words_of(std::string_view language) {
  static const Words english{"Purchase order",
                             "for",
                             " (sent again, do not deliver twice)",
                             "Supplier:",
                             "Deliver to:",
                             "site",
                             {"Quantity", "Unit", "SKU", "GTIN", "Item"},
                             "Please quote ",
                             " on the delivery note. The same lines are attached as CSV."};
  static const Words german{"Bestellung",
                            "für",
                            " (erneut gesendet, bitte nicht doppelt liefern)",
                            "Lieferant:",
                            "Lieferort:",
                            "Standort",
                            {"Menge", "Einheit", "SKU", "GTIN", "Artikel"},
                            "Bitte geben Sie ",
                            " auf dem Lieferschein an. Dieselben Zeilen liegen als CSV-Datei bei."};
  return language == "de" ? german : english;
}

}  // namespace

std::string purchase_subject(const PurchaseOrder& order, std::string_view language, bool repeated) {
  const Words& words = words_of(language);
  return std::string(words.order) + " " + purchase_id(order.number) + " " +
         std::string(words.for_place) + " " + order.warehouse +
         std::string(repeated ? words.repeated : "");
}

PurchaseMail render_purchase_mail(const PurchaseOrder& order, std::string_view supplier_name,
                                  std::string_view site, std::string_view language) {
  const Words& words = words_of(language);
  const std::string id = purchase_id(order.number);
  std::vector<Row> rows{words.columns};
  for (const auto& line : order.lines) {
    rows.push_back(
        {std::to_string(line.qty), line.unit, std::string(line.sku.view()), line.gtin, line.name});
  }
  const auto headed = [](std::string_view head, const std::string& text) {
    constexpr std::size_t kColumns = 13;
    return pad(head, kColumns, false) + text + "\n";
  };
  PurchaseMail mail;
  mail.body = std::string(words.order) + " " + id + "\n";
  mail.body += headed(words.supplier, std::string(supplier_name));
  mail.body += headed(words.deliver_to, order.warehouse + " (" + std::string(words.site) + " " +
                                            std::string(site) + ")");
  mail.body += "\n" + table_of(rows) + "\n" + std::string(words.quote_before) + id +
               std::string(words.quote_after) + "\n";
  mail.csv_name = id + ".csv";
  mail.csv = csv_of(order);
  return mail;
}

}  // namespace gateway
