// SPDX-License-Identifier: MIT
// Promise: an invoice adds up the way a person with a pencil would: net by line, tax by
// line, rounded half up to the smallest coin, sums of what is printed. All figures are worked
// out by hand.
#include "gateway/orders/invoice.h"

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
