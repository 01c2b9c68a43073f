// SPDX-License-Identifier: MIT
#include "gateway/documents/invoice_text.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "line_columns.h"
#include "text_table.h"

namespace gateway::documents {

namespace {

constexpr std::size_t kHeadColumns = 13;

std::string headed(std::string_view head, const std::string& text) {
  return text.empty() ? std::string() : pad(head, kHeadColumns, false) + text + "\n";
}

/// The lines of an address as they were given, each after the same margin.
std::string block(std::string_view head, const std::string& name, const std::string& address) {
  std::string text = headed(head, name);
  std::size_t at = 0;
  while (at < address.size()) {
    const auto end = std::min(address.find('\n', at), address.size());
    text += headed(text.empty() ? head : std::string_view(), address.substr(at, end - at));
    at = end + 1;
  }
  return text;
}

std::string lines_of(const Invoice& invoice) {
  std::vector<std::vector<std::string>> rows(1 + invoice.lines.size());
  std::vector<bool> right;
  for (const auto& column : invoice_columns(invoice.currency)) {
    right.push_back(column.right);
    rows[0].push_back(column.heading);
    for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
      rows[i + 1].push_back(column.cell(invoice.lines[i]));
    }
  }
  return text_table(rows, right);
}

std::string sums_of(const Invoice& invoice) {
  std::vector<std::pair<std::string, std::int64_t>> sums{{"Net", invoice.net_minor()}};
  for (const TaxSum& sum : tax_sums(invoice)) {
    sums.emplace_back("Tax " + std::to_string(sum.percent) + " % of " +
                          format_amount(sum.net_minor, invoice.currency),
                      sum.tax_minor);
  }
  sums.emplace_back("Total", invoice.total_minor());
  std::size_t heads = 0;
  std::size_t figures = 0;
  for (const auto& [head, minor] : sums) {
    heads = std::max(heads, text_width(head));
    figures = std::max(figures, text_width(format_money(minor, invoice.currency)));
  }
  std::string text;
  for (const auto& [head, minor] : sums) {
    text += pad(head, heads, false) + "  " +
            pad(format_money(minor, invoice.currency), figures, true) + "\n";
  }
  return text;
}

}  // namespace

std::string render_invoice_text(const Invoice& invoice) {
  std::string text = "Invoice " + invoice_id(invoice.number) + "\n";
  if (invoice.cancelled_ms != 0) {
    text += "CANCELLED on " + date_utc(invoice.cancelled_ms) + ": please do not pay this invoice\n";
  }
  text += headed("Date:", date_utc(invoice.issued_ms));
  text += headed("Order:", invoice.order);
  text += block("From:", invoice.company.name, invoice.company.address);
  text += headed("Tax number:", invoice.company.tax_id);
  text += block("To:", invoice.customer.name, invoice.customer.address);
  return text + "\n" + lines_of(invoice) + "\n" + sums_of(invoice) +
         "\nPrices are net. Tax is rounded on each line.\n";
}

}  // namespace gateway::documents
