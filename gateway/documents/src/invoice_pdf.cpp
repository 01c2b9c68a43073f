// SPDX-License-Identifier: MIT
#include "gateway/documents/invoice_pdf.h"

#include <algorithm>

#include "head.h"
#include "page_breaks.h"
#include "pdf.h"
#include "sums.h"
#include "table.h"
#include "text.h"

namespace gateway::documents {

namespace {

/// Measures everything before it draws, because each page shows the number of pages.
class Sheet {
 public:
  Sheet(const Pdf& pdf, const Invoice& invoice)
      : invoice_(invoice), head_(pdf, invoice), table_(pdf, invoice), sums_(invoice) {
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < table_.rows(); ++i) {
      blocks.push_back({table_.row_height(i), i + 1 == table_.rows()});  // last row with the sums
    }
    for (std::size_t i = 0; i < sums_.rows(); ++i) blocks.push_back({sums_.row_height(i), true});
    blocks_ = blocks.size();
    starts_ = page_starts(blocks, kBodyBottom - head_.bottom() - kHeadHeight,
                          kBodyBottom - kNextPageTableTop - kHeadHeight);
  }

  void draw(Pdf& pdf) const {
    for (std::size_t page = 0; page < starts_.size(); ++page) {
      pdf.begin_page();
      if (invoice_.cancelled_ms != 0) pdf.mark("CANCELLED", kMarkStyle, kMarkDegrees);
      draw_head(pdf, page);
      draw_body(pdf, page);
      draw_foot(pdf, page);
    }
  }

 private:
  void draw_head(Pdf& pdf, std::size_t page) const {
    if (page == 0) return head_.draw(pdf);
    const std::string title = "Invoice " + invoice_id(invoice_.number);
    pdf.text(kLeftEdge, kNextPageHead, title, kTableHeadStyle);
    if (invoice_.cancelled_ms == 0) {
      pdf.text(kRightEdge, kNextPageHead, date_utc(invoice_.issued_ms), kRowStyle, Align::kRight);
    } else {
      pdf.text(kRightEdge, kNextPageHead, "CANCELLED", kVoidStyle, Align::kRight);
    }
  }

  void draw_body(Pdf& pdf, std::size_t page) const {
    const std::size_t end = page + 1 < starts_.size() ? starts_[page + 1] : blocks_;
    double y = page == 0 ? head_.bottom() : kNextPageTableTop;
    const std::size_t rows = table_.rows();
    if (starts_[page] < std::min(rows, end)) table_.draw_head(pdf, y);
    y += kHeadHeight;
    for (std::size_t i = starts_[page]; i < end; ++i) {
      if (i < rows) {
        table_.draw_row(pdf, y, i);
        y += table_.row_height(i);
      } else {
        sums_.draw_row(pdf, y, i - rows);
        y += sums_.row_height(i - rows);
      }
    }
  }

  void draw_foot(Pdf& pdf, std::size_t page) const {
    const Measure measure = [&](std::string_view text) { return pdf.width(text, kFootStyle); };
    const std::string name = printable(invoice_.company.name);
    pdf.rule(kLeftEdge, kRightEdge, kFootRule, kHairline, kPaleGrey);
    pdf.text(kLeftEdge, kFoot, cut(name, kBodyWidth - kPageNumberWidth, measure), kFootStyle);
    pdf.text(kRightEdge, kFoot,
             "Page " + std::to_string(page + 1) + " of " + std::to_string(starts_.size()),
             kFootStyle, Align::kRight);
  }

  const Invoice& invoice_;
  Head head_;
  Table table_;
  Sums sums_;
  std::size_t blocks_ = 0;
  std::vector<std::size_t> starts_;
};

}  // namespace

tl::expected<std::string, std::string> render_invoice_pdf(const Invoice& invoice,
                                                          const std::string& font_file) {
  auto pdf = Pdf::make(font_file);
  if (!pdf) return tl::unexpected(pdf.error());
  pdf->set_facts("Invoice " + invoice_id(invoice.number), printable(invoice.company.name),
                 invoice.issued_ms);
  Sheet(*pdf, invoice).draw(*pdf);
  return pdf->bytes();
}

}  // namespace gateway::documents
