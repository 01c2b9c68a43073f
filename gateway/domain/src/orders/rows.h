// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "gateway/orders/invoice.h"
#include "gateway/orders/order.h"
#include "outbox/rows.h"

namespace gateway {

template <>
inline constexpr RowVersion kRowVersion<Order> = kFrozenItemVersion;
template <>
inline constexpr RowVersion kRowVersion<Invoice> = 2;

void fields(auto& a, RowOf<Customer> auto& r, RowVersion /*version*/) {
  a(r.name, r.email, r.address);
}
void fields(auto& a, RowOf<OrderStep> auto& r, RowVersion /*version*/) {
  a(r.at_ms, r.stage, r.text);
}
void fields(auto& a, RowOf<Order> auto& r, RowVersion /*version*/) {
  a(r.number, r.id, r.content_hash, r.customer, r.policy, r.lines, r.currency, r.waits_for,
    r.decided, r.notified, r.reason, r.invoice, r.total_minor, r.created_ms, r.at_ms, r.expires_ms,
    r.revision, r.closed_number, r.history);
}
void fields(auto& a, RowOf<Reservation> auto& r, RowVersion /*version*/) {
  a(r.order, r.sku, r.location, r.qty);
}
void fields(auto& a, RowOf<Backorder> auto& r, RowVersion /*version*/) {
  a(r.order, r.sku, r.qty, r.warehouse);
}
void fields(auto& a, RowOf<Company> auto& r, RowVersion /*version*/) {
  a(r.name, r.address, r.tax_id, r.currency);
}
void fields(auto& a, RowOf<InvoiceLine> auto& r, RowVersion /*version*/) {
  a(r.sku, frozen(r), r.qty, r.price_minor, r.tax_percent, r.net_minor, r.tax_minor);
}
void fields(auto& a, RowOf<Invoice> auto& r, RowVersion version) {
  a(r.number, r.order, r.company, r.customer, r.currency, r.lines, r.issued_ms, r.cancelled_ms);
  if (version >= 2) a(r.restored_ms);
}

/// kOrderQueues: (stage, order number), so in the order of arrival.
inline std::string stage_prefix(OrderStage stage) {
  return std::string(1, static_cast<char>(stage));
}
inline std::string stage_key(OrderStage stage, std::uint64_t number) {
  return stage_prefix(stage) + number_key(number);
}
/// kOrderQueues: (time, order number) of orders whose reservations expire.
inline std::string expiry_prefix() {
  return "e";
}
inline std::string expiry_key(std::int64_t expires_ms, std::uint64_t number) {
  return expiry_prefix() + number_key(static_cast<std::uint64_t>(expires_ms)) + number_key(number);
}
/// kOrderQueues: closed orders that are still shown, in the order in which they closed.
inline std::string closed_prefix() {
  return "z";
}
inline std::string closed_key(std::uint64_t closed_number) {
  return closed_prefix() + number_key(closed_number);
}
/// kOrderQueues: orders that are not closed.
inline std::string open_prefix() {
  return "o";
}
inline std::string open_key(std::uint64_t number) {
  return open_prefix() + number_key(number);
}
/// kReservations: (order number, SKU, location).
inline std::string reservation_key(std::uint64_t order, std::string_view sku,
                                   std::string_view location) {
  return number_key(order) + pair_key(sku, location);
}
/// kBackorders: (SKU, order number).
inline std::string backorder_key(std::string_view sku, std::uint64_t order) {
  return pair_key(sku, {}) + number_key(order);
}

}  // namespace gateway
