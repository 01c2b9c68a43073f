// SPDX-License-Identifier: MIT
// Invoices: what a confirmed order costs. Money is in minor units of one currency
// (cents), prices are net.
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
  std::int64_t price_minor = 0;  ///< net, per unit
  std::uint32_t tax_percent = 0;
  std::int64_t net_minor = 0;  ///< qty x price
  std::int64_t tax_minor = 0;  ///< of this line, rounded half up to the minor unit

  friend bool operator==(const InvoiceLine&, const InvoiceLine&) = default;
};

/// Frozen when it is made; only a cancellation is noted later. Numbers have no gaps.
struct Invoice {
  std::uint64_t number = 0;  ///< shown as INV-000012
  std::string order;         ///< id
  Company company;
  Customer customer;
  std::string currency;  ///< ISO 4217; empty: none is known
  std::vector<InvoiceLine> lines;
  std::int64_t issued_ms = 0;
  std::int64_t cancelled_ms = 0;  ///< 0: it stands

  [[nodiscard]] std::int64_t net_minor() const;
  [[nodiscard]] std::int64_t tax_minor() const;
  [[nodiscard]] std::int64_t total_minor() const { return net_minor() + tax_minor(); }
  friend bool operator==(const Invoice&, const Invoice&) = default;
};

/// What is taxed at one rate.
struct TaxSum {
  std::uint32_t percent = 0;
  std::int64_t net_minor = 0;
  std::int64_t tax_minor = 0;

  friend bool operator==(const TaxSum&, const TaxSum&) = default;
};
/// Lowest rate first.
[[nodiscard]] std::vector<TaxSum> tax_sums(const Invoice& invoice);

/// `price_minor` is 0 or more, the product at most kMoneyMax (asserted).
[[nodiscard]] InvoiceLine invoice_line(const OrderLine& line, wire::Quantity qty);

/// For people: 123456 in EUR is "1234.56 EUR", in JPY "123456 JPY". Digits of the
/// minor unit by ISO 4217; without a currency two.
[[nodiscard]] std::string format_money(std::int64_t minor, std::string_view currency);
/// The figure alone.
[[nodiscard]] std::string format_amount(std::int64_t minor, std::string_view currency);

[[nodiscard]] std::optional<Invoice> find_invoice(const Reader& store, std::uint64_t number);
void scan_invoices(const Reader& store, std::uint64_t from_number,
                   const std::function<bool(const Invoice&)>& visit);

}  // namespace gateway
