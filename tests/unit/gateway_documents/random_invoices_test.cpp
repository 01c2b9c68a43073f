// SPDX-License-Identifier: MIT
// Promise: whatever the invoice, its PDF is sound and says the same as the invoice: every
// line with its figures, the sums on the last page and nowhere else, on each page where
// one is.
// Method: seeded random invoices, read back by programs that know nothing of ours.
#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/documents/invoice_pdf.h"
#include "pdf_tools.h"
#include "random_invoices.h"

namespace documents_test {
namespace {

constexpr std::uint32_t kSeeds = 40;

bool begins_with(const Tokens& line, const Tokens& with) {
  return line.size() >= with.size() && std::equal(with.begin(), with.end(), line.begin());
}

bool ends_with(const Tokens& line, const Tokens& with) {
  return line.size() >= with.size() && std::equal(with.rbegin(), with.rend(), line.rbegin());
}

/// The words of `wanted` in this order, whatever stands between them.
bool holds_in_order(const Tokens& wanted, const Tokens& text) {
  auto next = wanted.begin();
  for (const auto& word : text) {
    if (next != wanted.end() && *next == word) ++next;
  }
  return next == wanted.end();
}

std::size_t count_lines(const PdfText& text, const Tokens& wanted) {
  std::size_t count = 0;
  for (const auto& page : text.pages)
    count += static_cast<std::size_t>(std::count(page.begin(), page.end(), wanted));
  return count;
}

Tokens first_words(const gateway::InvoiceLine& line) {
  return tokens_of(std::to_string(line.qty) + " " + line.unit + " " + std::string(line.sku.view()));
}

void expect_line(const gateway::Invoice& invoice, const gateway::InvoiceLine& line,
                 const std::vector<Tokens>& text) {
  const auto row = std::find_if(text.begin(), text.end(), [&](const Tokens& each) {
    return begins_with(each, first_words(line));
  });
  ASSERT_NE(row, text.end()) << line.sku.view() << " is missing";
  EXPECT_TRUE(ends_with(*row, {gateway::format_amount(line.price_minor, invoice.currency),
                               std::to_string(line.tax_percent) + "%",
                               gateway::format_amount(line.net_minor, invoice.currency)}))
      << line.sku.view() << ": " << testing::PrintToString(*row);
  constexpr std::ptrdiff_t kRowLinesMax = 12;
  Tokens words;
  const auto end = std::min(text.end(), row + kRowLinesMax);
  for (auto each = row; each != end; ++each) words.insert(words.end(), each->begin(), each->end());
  EXPECT_TRUE(holds_in_order(tokens_of(line.name), words)) << line.name;
}

void expect_sums(const gateway::Invoice& invoice, const PdfText& text) {
  const auto amount = [&](std::int64_t minor) {
    return gateway::format_amount(minor, invoice.currency);
  };
  std::vector<Tokens> sums{
      {"Net", amount(invoice.net_minor())},
      tokens_of("Total " + invoice.currency + " " + amount(invoice.total_minor()))};
  for (const auto& sum : gateway::tax_sums(invoice)) {
    sums.push_back({"Tax", std::to_string(sum.percent) + "%", "of", amount(sum.net_minor),
                    amount(sum.tax_minor)});
  }
  for (const Tokens& sum : sums) {
    EXPECT_EQ(count_lines(text, sum), 1U) << testing::PrintToString(sum);
    const PageText& last = text.pages.back();
    EXPECT_EQ(std::count(last.begin(), last.end(), sum), 1) << testing::PrintToString(sum);
  }
}

void expect_pages(const PdfText& text) {
  const Tokens head{"Quantity", "Unit", "SKU", "Item", "Price", "Tax", "Net"};
  const std::string pages = std::to_string(text.pages.size());
  for (std::size_t i = 0; i < text.pages.size(); ++i) {
    const PageText& page = text.pages[i];
    EXPECT_EQ(std::count(page.begin(), page.end(), head), 1) << "page " << i + 1;
    ASSERT_FALSE(page.empty());
    EXPECT_TRUE(ends_with(page.back(), {"Page", std::to_string(i + 1), "of", pages}));
  }
}

TEST(RandomInvoices, AreInTheirPdfInFull) {
  for (std::uint32_t seed = 1; seed <= kSeeds && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    gateway::Invoice invoice = random_invoice(seed);
    invoice.cancelled_ms = 0;  // the mark across the page lies between the words
    const auto pdf = gateway::documents::render_invoice_pdf(invoice);
    ASSERT_TRUE(pdf) << pdf.error();
    EXPECT_EQ(structure_problems(*pdf), "");
    const PdfText text = read_text(*pdf);
    EXPECT_EQ(text.complaints, "");
    std::vector<Tokens> all;
    for (const auto& page : text.pages) all.insert(all.end(), page.begin(), page.end());
    for (const auto& line : invoice.lines) expect_line(invoice, line, all);
    expect_sums(invoice, text);
    expect_pages(text);
  }
}

TEST(RandomInvoices, AreTheSameBytesEachTime) {
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto first = gateway::documents::render_invoice_pdf(random_invoice(seed));
    const auto second = gateway::documents::render_invoice_pdf(random_invoice(seed));
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(*first == *second);
  }
}

}  // namespace
}  // namespace documents_test
