// SPDX-License-Identifier: MIT
// Invoices: what a confirmed order costs. Money is in minor units (cents) of one currency;
// prices are net. For find_…() and scan_…() see Reader in gateway/rows/store.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/orders/order.h"
#include "gateway/rows/settings.h"
#include "gateway/rows/store.h"
#include "gateway/text/calendar.h"
#include "gateway/text/numbered_id.h"
#include "wire/status.h"

namespace gateway {

struct InvoiceLine : FrozenItem {
  wire::Sku sku;
  wire::Quantity qty = 0;
  std::int64_t price_minor = 0;  ///< net, per base unit; 0 also where the item has none
  std::uint32_t tax_percent = 0;
  std::int64_t net_minor = 0;  ///< qty x price
  std::int64_t tax_minor = 0;  ///< of this line, rounded half up to the minor unit

  friend bool operator==(const InvoiceLine&, const InvoiceLine&) = default;
};

/// Never changed but for its cancellation. Numbers are 1, 2, 3 ... without gaps.
struct Invoice {
  std::uint64_t number = 0;  ///< shown as INV-000012
  std::string order;         ///< id
  Company company;
  Customer customer;
  std::string currency;  ///< ISO 4217; empty: none is known
  std::vector<InvoiceLine> lines;
  std::int64_t issued_ms = 0;
  std::int64_t cancelled_ms = 0;  ///< 0: it is valid
  /// Not 0: its number was given out before the store was restored, which was said then, and
  /// nothing else is known of it.
  std::int64_t restored_ms = 0;

  [[nodiscard]] std::int64_t net_minor() const;
  [[nodiscard]] std::int64_t tax_minor() const;
  [[nodiscard]] std::int64_t total_minor() const { return net_minor() + tax_minor(); }
  friend bool operator==(const Invoice&, const Invoice&) = default;
};

/// The sums of an invoice's lines with one tax rate.
struct TaxSum {
  std::uint32_t percent = 0;
  std::int64_t net_minor = 0;
  std::int64_t tax_minor = 0;

  friend bool operator==(const TaxSum&, const TaxSum&) = default;
};
/// One per rate, the lowest rate first.
[[nodiscard]] std::vector<TaxSum> tax_sums(const Invoice& invoice);

/// `qty` of `line`, with its net and tax computed. Asserts: `qty` and the price are 0 or more,
/// their product is at most kMoneyMax, the tax at most 100 percent.
[[nodiscard]] InvoiceLine invoice_line(const OrderLine& line, wire::Quantity qty);

/// For people: 123456 in EUR is "1234.56 EUR", in JPY "123456 JPY". The number of decimals is
/// that of ISO 4217; without a currency two.
[[nodiscard]] std::string format_money(std::int64_t minor, std::string_view currency);
/// The same without the currency's name.
[[nodiscard]] std::string format_amount(std::int64_t minor, std::string_view currency);

[[nodiscard]] std::optional<Invoice> find_invoice(const Reader& store, std::uint64_t number);
void scan_invoices(const Reader& store, std::uint64_t from_number,
                   const std::function<bool(const Invoice&)>& visit);

}  // namespace gateway
