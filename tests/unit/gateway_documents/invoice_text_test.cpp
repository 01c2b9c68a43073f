// SPDX-License-Identifier: MIT
// Promise: the text of an invoice is what a person would write, and does not change.
#include "gateway/documents/invoice_text.h"

#include <gtest/gtest.h>

namespace documents_test {
namespace {

gateway::InvoiceLine line(std::int64_t price_minor, wire::Quantity qty, std::uint32_t tax_percent,
                          std::string_view sku = "A", std::string name = "a",
                          std::string unit = "ea") {
  gateway::OrderLine ordered;
  ordered.sku = *wire::Sku::from(sku);
  ordered.name = std::move(name);
  ordered.unit = std::move(unit);
  ordered.qty = qty + 1;  // not all of it was confirmed
  ordered.price_minor = price_minor;
  ordered.tax_percent = tax_percent;
  return gateway::invoice_line(ordered, qty);
}

gateway::Invoice text_example() {
  gateway::Invoice invoice;
  invoice.number = 12;
  invoice.order = "4711";
  invoice.company = {"Nordlager GmbH", "Speicherstraße 14\n20457 Hamburg", "DE 812 345 678", "EUR"};
  invoice.customer = {"Café Müller", "anna@cafe.example", "Lange Gasse 7\n93047 Regensburg"};
  invoice.currency = "EUR";
  invoice.lines = {line(18950, 4, 19, "TABLE", "Folding table, oak"),
                   line(1795, 25, 7, "BEAN", "Kaffeebohnen, ganz", "kg")};
  invoice.issued_ms = 1'795'348'800'000;
  return invoice;
}

constexpr const char* kExampleText =
    "Date:        2026-11-22\n"
    "Order:       4711\n"
    "From:        Nordlager GmbH\n"
    "             Speicherstraße 14\n"
    "             20457 Hamburg\n"
    "Tax number:  DE 812 345 678\n"
    "To:          Café Müller\n"
    "             Lange Gasse 7\n"
    "             93047 Regensburg\n"
    "\n"
    "Quantity  Unit  SKU    Item                 Price   Tax     Net\n"
    "--------  ----  -----  ------------------  ------  ----  ------\n"
    "       4  ea    TABLE  Folding table, oak  189.50  19 %  758.00\n"
    "      25  kg    BEAN   Kaffeebohnen, ganz   17.95   7 %  448.75\n"
    "\n"
    "Net                 1206.75 EUR\n"
    "Tax 7 % of 448.75     31.41 EUR\n"
    "Tax 19 % of 758.00   144.02 EUR\n"
    "Total               1382.18 EUR\n"
    "\n"
    "Prices are net. Tax is rounded on each line.\n";

TEST(InvoiceText, IsWhatAPersonWouldWrite) {
  EXPECT_EQ(gateway::documents::render_invoice_text(text_example()),
            std::string("Invoice INV-000012\n") + kExampleText);
}

TEST(InvoiceText, OfACancelledOneSaysSoFirst) {
  gateway::Invoice invoice = text_example();
  invoice.cancelled_ms = invoice.issued_ms + 3 * 86'400'000;
  EXPECT_EQ(gateway::documents::render_invoice_text(invoice),
            std::string("Invoice INV-000012\n"
                        "CANCELLED on 2026-11-25: please do not pay this invoice\n") +
                kExampleText);
}

TEST(InvoiceText, LeavesOutWhatIsNotKnown) {
  gateway::Invoice invoice;
  invoice.number = 1;
  invoice.order = "4";
  invoice.lines = {line(0, 1, 0)};
  EXPECT_EQ(gateway::documents::render_invoice_text(invoice),
            "Invoice INV-000001\n"
            "Date:        1970-01-01\n"
            "Order:       4\n"
            "\n"
            "Quantity  Unit  SKU  Item  Price  Tax   Net\n"
            "--------  ----  ---  ----  -----  ---  ----\n"
            "       1  ea    A    a      0.00  0 %  0.00\n"
            "\n"
            "Net              0.00\n"
            "Tax 0 % of 0.00  0.00\n"
            "Total            0.00\n"
            "\n"
            "Prices are net. Tax is rounded on each line.\n");
}

TEST(InvoiceText, IsInTheCurrencysOwnDigits) {
  gateway::Invoice yen;
  yen.currency = "JPY";
  yen.lines = {line(105, 3, 8)};  // 315 at 8 %: 25.2
  EXPECT_NE(gateway::documents::render_invoice_text(yen).find("Total           340 JPY\n"),
            std::string::npos)
      << gateway::documents::render_invoice_text(yen);
  gateway::Invoice dinar;
  dinar.currency = "KWD";
  dinar.lines = {line(1234, 2, 5)};  // 2.468 at 5 %: 0.1234
  EXPECT_NE(gateway::documents::render_invoice_text(dinar).find("Total             2.591 KWD\n"),
            std::string::npos)
      << gateway::documents::render_invoice_text(dinar);
}

}  // namespace
}  // namespace documents_test
