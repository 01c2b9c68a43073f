// SPDX-License-Identifier: MIT
// Promise: an invoice adds up the way a person with a pencil would: net by line, tax by
// line, rounded half up to the smallest coin, sums of what is printed; and the text of one
// invoice does not change. All figures are worked out by hand.
#include "gateway/invoice.h"

#include <gtest/gtest.h>

#include "gateway/limits.h"
#include "movements.h"

namespace domain_test {
namespace {

gateway::InvoiceLine line(std::int64_t price_minor, wire::Quantity qty, std::uint32_t tax_percent,
                          std::string_view sku = "A", std::string name = "a",
                          std::string unit = "ea") {
  gateway::OrderLine ordered;
  ordered.sku = text<wire::Sku>(sku);
  ordered.name = std::move(name);
  ordered.unit = std::move(unit);
  ordered.qty = qty + 1;  // not all of it was confirmed
  ordered.price_minor = price_minor;
  ordered.tax_percent = tax_percent;
  return gateway::invoice_line(ordered, qty);
}

std::int64_t tax(std::int64_t net_minor, std::uint32_t percent) {
  return line(net_minor, 1, percent).tax_minor;
}

TEST(Invoice, TaxOfALineIsRoundedHalfUp) {
  EXPECT_EQ(tax(9, 5), 0) << "0.45";
  EXPECT_EQ(tax(10, 5), 1) << "0.5";
  EXPECT_EQ(tax(11, 5), 1) << "0.55";
  EXPECT_EQ(tax(30, 5), 2) << "1.5, and not to the even";
  EXPECT_EQ(tax(50, 5), 3) << "2.5, and not to the even";
  EXPECT_EQ(tax(249, 7), 17) << "17.43";
  EXPECT_EQ(tax(250, 7), 18) << "17.5";
  EXPECT_EQ(tax(1050, 19), 200) << "199.5";
  EXPECT_EQ(tax(1999, 19), 380) << "379.81";
}

TEST(Invoice, TaxOfNothingAndOfEverything) {
  EXPECT_EQ(tax(1999, 0), 0);
  EXPECT_EQ(tax(0, 19), 0);
  EXPECT_EQ(tax(1999, 100), 1999);
}

TEST(Invoice, ALineCostsWhatWasConfirmedOfIt) {
  const auto made = line(1999, 3, 19);
  EXPECT_EQ(made.qty, 3);
  EXPECT_EQ(made.net_minor, 5997);
  EXPECT_EQ(made.tax_minor, 1139) << "1139.43, of the line and not of each piece (3 x 380)";
}

TEST(Invoice, ALineWithoutAPriceCostsNothing) {
  gateway::OrderLine ordered;
  ordered.sku = text<wire::Sku>("FREE");
  ordered.tax_percent = 19;
  const auto made = gateway::invoice_line(ordered, 7);
  EXPECT_EQ(made.price_minor, 0);
  EXPECT_EQ(made.net_minor, 0);
  EXPECT_EQ(made.tax_minor, 0);
}

TEST(Invoice, LargeAmountsAreExact) {
  EXPECT_EQ(tax(gateway::kMoneyMax, 19), 1'900'000'000'000);
  EXPECT_EQ(tax(gateway::kMoneyMax - 1, 19), 1'900'000'000'000) << "1,899,999,999,999.81";
  EXPECT_EQ(tax(gateway::kMoneyMax - 3, 19), 1'899'999'999'999) << "1,899,999,999,999.43";
  EXPECT_EQ(line(10'000'000, 1'000'000, 100).tax_minor, gateway::kMoneyMax);
}

TEST(Invoice, SumsAreThoseOfTheLinesAndNotRoundedAgain) {
  gateway::Invoice invoice;
  for (int i = 0; i < 3; ++i) invoice.lines.push_back(line(3, 1, 19));  // 0.57 each, so 1
  EXPECT_EQ(invoice.net_minor(), 9);
  EXPECT_EQ(invoice.tax_minor(), 3) << "19 % of 9 would be 2";
  EXPECT_EQ(invoice.total_minor(), 12);
}

TEST(Invoice, EveryRateHasItsSumLowestFirst) {
  gateway::Invoice invoice;
  invoice.lines = {line(18950, 4, 19), line(1795, 25, 7), line(500, 1, 0), line(2450, 2, 7)};
  // 758.00 at 19 %: 144.02. 448.75 at 7 %: 31.4125. 5.00 at 0 %. 49.00 at 7 %: 3.43.
  EXPECT_EQ(gateway::tax_sums(invoice),
            (std::vector<gateway::TaxSum>{{0, 500, 0}, {7, 49775, 3484}, {19, 75800, 14402}}));
  EXPECT_EQ(invoice.net_minor(), 126075);
  EXPECT_EQ(invoice.tax_minor(), 17886);
  EXPECT_EQ(invoice.total_minor(), 143961);
}

TEST(Invoice, OfNothingIsNothing) {
  EXPECT_EQ(gateway::Invoice{}.total_minor(), 0);
  EXPECT_TRUE(gateway::tax_sums(gateway::Invoice{}).empty());
}

gateway::Invoice example() {
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
  EXPECT_EQ(gateway::render_invoice_text(example()),
            std::string("Invoice INV-000012\n") + kExampleText);
}

TEST(InvoiceText, OfACancelledOneSaysSoFirst) {
  gateway::Invoice invoice = example();
  invoice.cancelled_ms = invoice.issued_ms + 3 * 86'400'000;
  EXPECT_EQ(gateway::render_invoice_text(invoice),
            std::string("Invoice INV-000012\n"
                        "CANCELLED on 2026-11-25: this invoice is void, please do not pay it\n") +
                kExampleText);
}

TEST(InvoiceText, LeavesOutWhatIsNotKnown) {
  gateway::Invoice invoice;
  invoice.number = 1;
  invoice.order = "4";
  invoice.lines = {line(0, 1, 0)};
  EXPECT_EQ(gateway::render_invoice_text(invoice),
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
  EXPECT_NE(gateway::render_invoice_text(yen).find("Total           340 JPY\n"), std::string::npos)
      << gateway::render_invoice_text(yen);
  gateway::Invoice dinar;
  dinar.currency = "KWD";
  dinar.lines = {line(1234, 2, 5)};  // 2.468 at 5 %: 0.1234
  EXPECT_NE(gateway::render_invoice_text(dinar).find("Total             2.591 KWD\n"),
            std::string::npos)
      << gateway::render_invoice_text(dinar);
}

TEST(InvoiceId, IsReadAsItIsWritten) {
  EXPECT_EQ(gateway::invoice_id(12), "INV-000012");
  EXPECT_EQ(gateway::invoice_id(1'234'567), "INV-1234567");
  EXPECT_EQ(gateway::parse_invoice_id("INV-000012"), 12U);
  for (const char* wrong : {"", "INV-", "12", "PO-000012", "INV-12", "INV-00001x", "INV--00001"}) {
    EXPECT_FALSE(gateway::parse_invoice_id(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace domain_test
