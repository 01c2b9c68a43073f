// SPDX-License-Identifier: MIT
#include "gateway/documents/purchase_mail.h"

#include <algorithm>
#include <array>

#include "gateway/catalogue/csv.h"
#include "text_table.h"

namespace gateway::documents {

namespace {

/// Spreadsheet programs execute a cell that begins like a formula, some of them also behind
/// blanks or in the wide forms of East Asian keyboards; a quote in front prevents it (OWASP,
/// "CSV injection").
std::string guarded(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kSigns = {
      "=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
  static constexpr std::array<std::string_view, 4> kBlanks = {" ", "\t", "\xc2\xa0",
                                                              "\xe3\x80\x80"};
  std::string_view rest = text;
  const auto begins = [&](std::string_view with) { return rest.starts_with(with); };
  for (auto blank = kBlanks.begin(); blank != kBlanks.end();) {
    blank = std::find_if(kBlanks.begin(), kBlanks.end(), begins);
    if (blank != kBlanks.end()) rest.remove_prefix(blank->size());
  }
  const bool formula = std::any_of(kSigns.begin(), kSigns.end(), begins);
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
  std::string_view supplier;
  std::string_view deliver_to;
  std::string_view site;
  std::vector<std::string> columns;
  std::string_view quote_before;
  std::string_view quote_after;
};

/// Texts by the supplier's language; English for any other.
const Words& words_of(std::string_view language) {
  static const Words english{"Purchase order",
                             "Supplier:",
                             "Deliver to:",
                             "site",
                             {"Quantity", "Unit", "SKU", "GTIN", "Item"},
                             "Please quote ",
                             " on the delivery note. The same lines are attached as CSV."};
  static const Words german{"Bestellung",
                            "Lieferant:",
                            "Lieferort:",
                            "Standort",
                            {"Menge", "Einheit", "SKU", "GTIN", "Artikel"},
                            "Bitte geben Sie ",
                            " auf dem Lieferschein an. Dieselben Zeilen liegen als CSV-Datei bei."};
  return language == "de" ? german : english;
}

}  // namespace

PurchaseMail render_purchase_mail(const PurchaseOrder& order, std::string_view supplier_name,
                                  std::string_view site, std::string_view language) {
  const Words& words = words_of(language);
  const std::string id = purchase_id(order.number);
  std::vector<std::vector<std::string>> rows{words.columns};
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
  mail.body += "\n" + text_table(rows, {true, false, false, false, false}) + "\n" +
               std::string(words.quote_before) + id + std::string(words.quote_after) + "\n";
  mail.csv_name = id + ".csv";
  mail.csv = csv_of(order);
  return mail;
}

}  // namespace gateway::documents
