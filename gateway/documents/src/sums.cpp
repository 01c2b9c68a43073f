// SPDX-License-Identifier: MIT
#include "sums.h"

namespace gateway::documents {

Sums::Sums(const Invoice& invoice) {
  const auto amount = [&](std::int64_t minor) { return format_amount(minor, invoice.currency); };
  rows_.push_back({Kind::kFirst, "Net", amount(invoice.net_minor())});
  for (const TaxSum& sum : tax_sums(invoice)) {
    rows_.push_back({Kind::kSum,
                     "Tax " + std::to_string(sum.percent) + " % of " + amount(sum.net_minor),
                     amount(sum.tax_minor)});
  }
  const std::string currency = invoice.currency.empty() ? "" : " " + invoice.currency;
  rows_.push_back({Kind::kTotal, "Total" + currency, amount(invoice.total_minor())});
  rows_.push_back({Kind::kNote, "Prices are net. Tax is rounded on each line.", ""});
}

double Sums::row_height(std::size_t row) const {
  switch (rows_[row].kind) {
    case Kind::kFirst:
      return kSumsSpace + kSumHeight;
    case Kind::kSum:
      return kSumHeight;
    case Kind::kTotal:
      return kTotalHeight;
    case Kind::kNote:
      return kNoteSpace;
  }
  return 0;
}

void Sums::draw_row(Pdf& pdf, double top, std::size_t row) const {
  const auto& [kind, label, amount] = rows_[row];
  constexpr double kLabels = kRightEdge - kSumsWidth;
  const double bottom = top + row_height(row);
  if (kind == Kind::kNote) {
    pdf.text(kRightEdge, bottom, label, kNoteStyle, Align::kRight);
    return;
  }
  const bool total = kind == Kind::kTotal;
  const Style& style = total ? kTotalStyle : kSumStyle;
  const double y = total ? top + kTotalBaseline : bottom;
  if (total) {
    pdf.rule(kLabels, kRightEdge, top + kSumsSpace / 2, kThinRule, kBlack);
  }
  pdf.text(kLabels, y, label, style);
  pdf.text(kRightEdge, y, amount, style, Align::kRight);
}

}  // namespace gateway::documents
