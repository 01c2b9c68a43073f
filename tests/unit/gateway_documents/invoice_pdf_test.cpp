// SPDX-License-Identifier: MIT
// Promise: an invoice's PDF is a sound A4 file that carries its letters with it, says who
// owes whom and since when, marks a cancelled invoice so that nobody pays it, and holds
// even the longest names together; without a font there is a sentence that says what to do.
#include "gateway/documents/invoice_pdf.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <future>
#include <iterator>

#include "gateway/limits.h"
#include "pdf_tools.h"
#include "support/temp_folder.h"

namespace documents_test {
namespace {

using gateway::documents::render_invoice_pdf;

gateway::InvoiceLine line(std::string_view sku, std::string name, std::string unit,
                          wire::Quantity qty, std::int64_t price_minor, std::uint32_t tax_percent) {
  gateway::OrderLine ordered;
  ordered.sku = *wire::Sku::from(sku);
  ordered.name = std::move(name);
  ordered.unit = std::move(unit);
  ordered.price_minor = price_minor;
  ordered.tax_percent = tax_percent;
  return gateway::invoice_line(ordered, qty);
}

gateway::Invoice example() {
  gateway::Invoice invoice;
  invoice.number = 12;
  invoice.order = "4711";
  invoice.company = {"Nordlager GmbH", "Speicherstraße 14\n20457 Hamburg", "DE 812 345 678", "EUR"};
  invoice.customer = {"Café Müller", "anna@cafe.example", "Lange Gasse 7\n93047 Regensburg"};
  invoice.currency = "EUR";
  invoice.lines = {line("TABLE", "Folding table, oak", "ea", 4, 18950, 19),
                   line("BEAN", "Kaffeebohnen, ganz", "kg", 25, 1795, 7)};
  invoice.issued_ms = 1'795'348'800'000 + 3'723'000;  // 2026-11-22 13:02:03
  return invoice;
}

/// The longest of everything, in the widest letter.
gateway::Invoice widest() {
  const auto wide = [](std::size_t bytes) { return std::string(bytes, 'W'); };
  gateway::Invoice invoice = example();
  invoice.order = wide(wire::kNameBytesMax);
  invoice.company = {wide(gateway::kCustomerNameBytesMax), wide(gateway::kPostalAddressBytesMax),
                     wide(40), "KWD"};
  invoice.customer = {wide(gateway::kCustomerNameBytesMax), "",
                      wide(gateway::kPostalAddressBytesMax)};
  invoice.currency = "KWD";
  invoice.lines.clear();
  for (std::uint32_t tax = 0; tax <= 100; ++tax) {
    invoice.lines.push_back(line(wide(wire::kNameBytesMax), wide(gateway::kItemNameBytesMax),
                                 wide(gateway::kUnitBytesMax), wire::kQuantityMax, 99'009, tax));
  }
  return invoice;
}

std::string all_text(const std::string& pdf) {
  std::string all;
  for (const auto& page : read_text(pdf).pages) {
    for (const auto& words : page) {
      for (const auto& word : words) all += word + " ";
    }
  }
  return all;
}

TEST(InvoicePdf, IsASoundA4FileWithItsLettersInside) {
  const auto pdf = render_invoice_pdf(example());
  ASSERT_TRUE(pdf) << pdf.error();
  EXPECT_EQ(structure_problems(*pdf), "");
  EXPECT_NE(ask("pdfinfo \"$1\"", *pdf).find("(A4)"), std::string::npos);
  const std::string fonts = ask("pdffonts \"$1\"", *pdf);
  EXPECT_NE(fonts.find("DejaVuSans"), std::string::npos) << fonts;
  EXPECT_NE(fonts.find("yes yes yes"), std::string::npos)
      << "embedded, a subset, readable as text: " << fonts;
  EXPECT_LT(pdf->size(), 150'000U) << "it goes by mail";
}

TEST(InvoicePdf, SaysWhoOwesWhomAndWhatFor) {
  const auto pdf = render_invoice_pdf(example());
  ASSERT_TRUE(pdf) << pdf.error();
  const std::string text = all_text(*pdf);
  for (const std::string said :
       {"Nordlager GmbH", "Speicherstraße 14", "Tax number DE 812 345 678", "Café Müller",
        "Lange Gasse 7", "93047 Regensburg", "Invoice INV-000012", "Date 2026-11-22", "Order 4711",
        "Currency EUR", "4 ea TABLE Folding table, oak 189.50 19% 758.00",
        "25 kg BEAN Kaffeebohnen, ganz 17.95 7% 448.75", "Net 1206.75", "Tax 7% of 448.75 31.41",
        "Tax 19% of 758.00 144.02", "Total EUR 1382.18", "Page 1 of 1"}) {
    EXPECT_NE(text.find(said), std::string::npos) << said << " is not in: " << text;
  }
  EXPECT_EQ(text.find("CANCELLED"), std::string::npos);
}

TEST(InvoicePdf, IsDatedByTheInvoiceAndNotByTheClock) {
  const auto pdf = render_invoice_pdf(example());
  ASSERT_TRUE(pdf) << pdf.error();
  const std::string facts = ask("pdfinfo -isodates \"$1\"", *pdf);
  EXPECT_NE(facts.find("2026-11-22T13:02:03Z"), std::string::npos) << facts;
  EXPECT_NE(facts.find("Invoice INV-000012"), std::string::npos) << facts;
  EXPECT_NE(facts.find("Nordlager GmbH"), std::string::npos) << facts;
}

/// Dots of a page's picture that are as pale as the mark across it, and nothing else is.
std::ptrdiff_t pale_dots(const std::string& pdf, std::size_t page) {
  const std::string number = std::to_string(page);
  const std::string picture = ask(
      "pdftoppm -gray -r 20 -aa no -aaVector no -f " + number + " -l " + number + " \"$1\"", pdf);
  return std::count_if(picture.begin(), picture.end(), [](char c) {
    const auto grey = static_cast<unsigned char>(c);
    return grey > 230 && grey < 240;
  });
}

TEST(InvoicePdf, OfACancelledInvoiceIsMarkedOnEveryPage) {
  gateway::Invoice invoice = example();
  for (int i = 0; i < 60; ++i) invoice.lines.push_back(invoice.lines.front());
  const auto stands = render_invoice_pdf(invoice);
  invoice.cancelled_ms = invoice.issued_ms + 3 * 86'400'000;
  const auto cancelled = render_invoice_pdf(invoice);
  ASSERT_TRUE(stands && cancelled);
  EXPECT_EQ(structure_problems(*cancelled), "");
  const PdfText text = read_text(*cancelled);
  ASSERT_GE(text.pages.size(), 2U);
  for (std::size_t page = 1; page <= text.pages.size(); ++page) {
    EXPECT_GT(pale_dots(*cancelled, page), 500) << "page " << page;
    EXPECT_EQ(pale_dots(*stands, page), 0) << "page " << page;
    const auto& lines = text.pages[page - 1];
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(),
                            [](const Tokens& words) {
                              return std::find(words.begin(), words.end(), "CANCELLED") !=
                                     words.end();
                            }))
        << "page " << page;
  }
  EXPECT_NE(all_text(*cancelled).find("Please do not pay it."), std::string::npos);
  EXPECT_NE(all_text(*cancelled).find("2026-11-25"), std::string::npos);
  EXPECT_EQ(all_text(*stands).find("CANCELLED"), std::string::npos);
}

TEST(InvoicePdf, OfNothingAndNobodyIsStillAPage) {
  const auto pdf = render_invoice_pdf(gateway::Invoice{});
  ASSERT_TRUE(pdf) << pdf.error();
  EXPECT_EQ(structure_problems(*pdf), "");
  EXPECT_NE(all_text(*pdf).find("Total 0.00"), std::string::npos);
}

/// Boxes of words as pdftotext sees them must lie on the paper, and the words of one page
/// must not lie on each other.
struct WordBox {
  double left = 0, top = 0, right = 0, bottom = 0;
};

std::vector<std::vector<WordBox>> boxes_of(const std::string& pdf) {
  const std::string html = ask("pdftotext -bbox \"$1\" -", pdf);
  std::vector<std::vector<WordBox>> pages;
  for (std::size_t at = 0; (at = html.find('<', at)) != std::string::npos; ++at) {
    if (html.compare(at, 6, "<page ") == 0) pages.emplace_back();
    WordBox box;
    if (std::sscanf(html.c_str() + at, R"(<word xMin="%lf" yMin="%lf" xMax="%lf" yMax="%lf")",
                    &box.left, &box.top, &box.right, &box.bottom) == 4) {
      pages.back().push_back(box);
    }
  }
  return pages;
}

bool overlap(const WordBox& a, const WordBox& b) {
  constexpr double kTouch = 0.45;  // of a line: boxes reach above and below the letters
  const double across = std::min(a.right, b.right) - std::max(a.left, b.left);
  const double down = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  return across > 0.5 && down > kTouch * std::min(a.bottom - a.top, b.bottom - b.top);
}

TEST(InvoicePdf, HoldsTheLongestNamesOnThePaperAndApart) {
  const auto pdf = render_invoice_pdf(widest());
  ASSERT_TRUE(pdf) << pdf.error();
  EXPECT_EQ(structure_problems(*pdf), "");
  const auto pages = boxes_of(*pdf);
  ASSERT_GT(pages.size(), 10U);
  for (std::size_t page = 0; page < pages.size(); ++page) {
    SCOPED_TRACE(testing::Message() << "page " << page + 1);
    const auto& boxes = pages[page];
    ASSERT_FALSE(boxes.empty());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      EXPECT_GT(boxes[i].left, 50);
      EXPECT_LT(boxes[i].right, 595 - 50);
      EXPECT_GT(boxes[i].top, 30);
      EXPECT_LT(boxes[i].bottom, 842 - 30);
      for (std::size_t j = i + 1; j < boxes.size(); ++j) {
        EXPECT_FALSE(overlap(boxes[i], boxes[j])) << boxes[i].left << "," << boxes[i].top << " and "
                                                  << boxes[j].left << "," << boxes[j].top;
      }
    }
  }
}

TEST(InvoicePdf, IsTheSameFromSeveralThreadsAtOnce) {
  constexpr int kThreads = 4;
  const auto expected = render_invoice_pdf(example());
  ASSERT_TRUE(expected) << expected.error();
  std::vector<std::future<bool>> same;
  for (int i = 0; i < kThreads; ++i) {
    same.push_back(std::async(std::launch::async, [&] {
      const auto pdf = render_invoice_pdf(example());
      return pdf && *pdf == *expected;
    }));
  }
  for (auto& each : same) EXPECT_TRUE(each.get());
}

TEST(InvoicePdf, WithoutItsFontIsASentenceThatNamesThePackage) {
  const support::TempFolder folder;
  const std::string missing = folder.path() / "missing.ttf";
  const std::string broken = folder.path() / "broken.ttf";
  std::ofstream(broken) << "no letters in here";
  const std::string truncated = folder.path() / "truncated.ttf";
  std::ifstream font(gateway::documents::kFontFile, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(font), {});
  std::ofstream(truncated, std::ios::binary) << bytes.substr(0, 3000);
  for (const auto& file : {missing, broken, truncated, folder.path().string()}) {
    const auto pdf = render_invoice_pdf(example(), file);
    ASSERT_FALSE(pdf) << file;
    EXPECT_NE(pdf.error().find(file), std::string::npos) << pdf.error();
    EXPECT_NE(pdf.error().find("install the Debian package fonts-dejavu-core"), std::string::npos)
        << pdf.error();
  }
}

}  // namespace
}  // namespace documents_test
