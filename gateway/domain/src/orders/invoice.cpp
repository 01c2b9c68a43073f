// SPDX-License-Identifier: MIT
#include "gateway/orders/invoice.h"

#include <cassert>
#include <map>
#include <numeric>

#include "gateway/limits.h"
#include "orders/rows.h"

namespace gateway {

namespace {

constexpr std::int64_t kHundred = 100;

/// `percent` of a net sum that is 0 or more, rounded half up.
std::int64_t tax_of(std::int64_t net_minor, std::uint32_t percent) {
  return (net_minor * percent + kHundred / 2) / kHundred;
}

}  // namespace

std::int64_t Invoice::net_minor() const {
  return std::accumulate(lines.begin(), lines.end(), std::int64_t{0},
                         [](auto sum, const InvoiceLine& line) { return sum + line.net_minor; });
}

std::int64_t Invoice::tax_minor() const {
  return std::accumulate(lines.begin(), lines.end(), std::int64_t{0},
                         [](auto sum, const InvoiceLine& line) { return sum + line.tax_minor; });
}

std::vector<TaxSum> tax_sums(const Invoice& invoice) {
  std::map<std::uint32_t, TaxSum> by_rate;
  for (const InvoiceLine& line : invoice.lines) {
    TaxSum& sum = by_rate[line.tax_percent];
    sum.percent = line.tax_percent;
    sum.net_minor += line.net_minor;
    sum.tax_minor += line.tax_minor;
  }
  std::vector<TaxSum> sums;
  for (const auto& [percent, sum] : by_rate) sums.push_back(sum);
  return sums;
}

InvoiceLine invoice_line(const OrderLine& line, wire::Quantity qty) {
  InvoiceLine made;
  made.sku = line.sku;
  static_cast<FrozenItem&>(made) = static_cast<const FrozenItem&>(line);
  made.qty = qty;
  made.price_minor = line.price_minor.value_or(0);
  made.tax_percent = line.tax_percent;
  assert(qty >= 0 && made.price_minor >= 0 && made.tax_percent <= kHundred);
  assert(qty == 0 || made.price_minor <= kMoneyMax / qty);
  made.net_minor = qty * made.price_minor;
  made.tax_minor = tax_of(made.net_minor, made.tax_percent);
  return made;
}

std::optional<Invoice> find_invoice(const Reader& store, std::uint64_t number) {
  return get_row<Invoice>(store, Table::kInvoices, number_key(number));
}

void scan_invoices(const Reader& store, std::uint64_t from_number,
                   const std::function<bool(const Invoice&)>& visit) {
  scan_rows<Invoice>(store, Table::kInvoices, number_key(from_number), visit);
}

}  // namespace gateway
