// SPDX-License-Identifier: MIT
#include "head.h"

#include <algorithm>

#include "text.h"

namespace gateway::documents {

namespace {

constexpr std::size_t kAddressLinesMax = 8;

double stacked(std::size_t lines, double leading) {
  return static_cast<double>(lines) * leading;
}

Measure measure_in(const Pdf& pdf, const Style& style) {
  return [&pdf, &style](std::string_view text) { return pdf.width(text, style); };
}

void append_wrapped(std::vector<std::string>& lines, std::string_view text, double width,
                    const Measure& measure) {
  if (text.empty()) return;
  for (std::string& line : wrap(text, width, measure)) lines.push_back(std::move(line));
}

}  // namespace

Head::Head(const Pdf& pdf, const Invoice& invoice)
    : title_("Invoice " + invoice_id(invoice.number)), cancelled_(invoice.cancelled_ms != 0) {
  const Company& company = invoice.company;
  const Measure small = measure_in(pdf, kLetterheadStyle);
  append_wrapped(company_, printable(company.name), kLetterheadWidth,
                 measure_in(pdf, kCompanyStyle));
  sender_ = printable(company.name);
  for (const auto& line : address_lines(company.address, kAddressLinesMax)) {
    append_wrapped(letterhead_, line, kLetterheadWidth, small);
    sender_ += (sender_.empty() ? "" : ", ") + line;
  }
  sender_ = cut(sender_, kWindowWidth, measure_in(pdf, kSenderStyle));
  if (!company.tax_id.empty()) {
    append_wrapped(letterhead_, "Tax number " + printable(company.tax_id), kLetterheadWidth, small);
  }
  const Measure address = measure_in(pdf, kAddressStyle);
  append_wrapped(customer_, printable(invoice.customer.name), kWindowWidth, address);
  for (const auto& line : address_lines(invoice.customer.address, kAddressLinesMax)) {
    append_wrapped(customer_, line, kWindowWidth, address);
  }
  const auto add_fact = [&](std::string label, const std::string& value) {
    if (value.empty()) return;
    facts_.push_back({std::move(label), wrap(printable(value), kFactsWidth - kFactsLabelWidth,
                                             measure_in(pdf, kFactStyle))});
  };
  add_fact("Invoice", invoice_id(invoice.number));
  add_fact("Date", date_utc(invoice.issued_ms));
  add_fact("Order", invoice.order);
  add_fact("Currency", invoice.currency);
  add_fact("Cancelled", cancelled_ ? date_utc(invoice.cancelled_ms) : "");
}

double Head::window_top() const {
  const double lowest = kLetterheadTop + std::max(stacked(company_.size(), kCompanyLeading),
                                                  stacked(letterhead_.size(), kLetterheadLeading));
  return std::max(kWindowTop, lowest + kWindowSpace);
}

double Head::title_baseline() const {
  std::size_t facts = 0;
  for (const Fact& fact : facts_) facts += fact.lines.size();
  const double lowest = window_top() + std::max(stacked(customer_.size(), kAddressLeading),
                                                stacked(facts, kFactLeading));
  return std::max(kTitleTopMin, lowest + kTitleSpace);
}

double Head::bottom() const {
  return title_baseline() + (cancelled_ ? kVoidNoteSpace : 0) + kTableSpace;
}

void Head::draw_letterhead(Pdf& pdf) const {
  double y = kLetterheadTop;
  for (const auto& line : company_) {
    pdf.text(kLeftEdge, y, line, kCompanyStyle);
    y += kCompanyLeading;
  }
  y = kLetterheadTop;
  for (const auto& line : letterhead_) {
    pdf.text(kRightEdge, y, line, kLetterheadStyle, Align::kRight);
    y += kLetterheadLeading;
  }
}

void Head::draw_customer(Pdf& pdf) const {
  if (customer_.empty()) return;
  double y = window_top();
  pdf.text(kLeftEdge, y - kSenderSpace, sender_, kSenderStyle);
  for (const auto& line : customer_) {
    pdf.text(kLeftEdge, y, line, kAddressStyle);
    y += kAddressLeading;
  }
}

void Head::draw_facts(Pdf& pdf) const {
  double y = window_top();
  for (const Fact& fact : facts_) {
    pdf.text(kRightEdge - kFactsWidth, y, fact.label, kFactLabelStyle);
    for (const auto& line : fact.lines) {
      pdf.text(kRightEdge - kFactsWidth + kFactsLabelWidth, y, line, kFactStyle);
      y += kFactLeading;
    }
  }
}

void Head::draw(Pdf& pdf) const {
  draw_letterhead(pdf);
  draw_customer(pdf);
  draw_facts(pdf);
  const double y = title_baseline();
  pdf.text(kLeftEdge, y, title_, kTitleStyle);
  if (!cancelled_) return;
  pdf.text(kRightEdge, y, "CANCELLED", kVoidStyle, Align::kRight);
  pdf.text(kLeftEdge, y + kVoidNoteSpace, "This invoice is cancelled. Please do not pay it.",
           kVoidNoteStyle);
}

}  // namespace gateway::documents
