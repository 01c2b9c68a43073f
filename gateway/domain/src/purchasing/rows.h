// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "gateway/purchasing/purchase.h"
#include "rows/rows.h"

namespace gateway {

void fields(auto& a, RowOf<PurchaseLine> auto& r, RowVersion /*version*/) {
  a(r.sku, r.name, r.gtin, r.unit, r.qty, r.received, r.cycle, r.on_hand, r.reserved, r.backordered,
    r.on_order, r.threshold, r.threshold_default, r.order_up_to, r.order_up_to_default, r.moq,
    r.pack_multiple, r.ledger_seq, r.order, r.at_ms);
}
template <>
inline constexpr RowVersion kRowVersion<PurchaseOrder> = 2;

void fields(auto& a, RowOf<PurchaseOrder> auto& r, RowVersion /*version*/) {
  a(r.number, r.supplier, r.warehouse, r.stage, r.lines, r.created_ms, r.at_ms, r.sent_ms,
    r.task_id, r.mail, r.post, r.mails, r.why);
}

/// kMeta: the proposed orders of (supplier, warehouse), which take new lines until approved.
inline std::string proposed_prefix() {
  return pair_key("proposed", {});
}
inline std::string proposed_prefix(std::string_view supplier, std::string_view warehouse) {
  return proposed_prefix() + pair_key(supplier, warehouse) + '\0';
}
inline std::string proposed_key(const PurchaseOrder& order) {
  return proposed_prefix(order.supplier, order.warehouse) + number_key(order.number);
}

/// kMeta: purchase orders that are not closed.
inline std::string open_purchase_prefix() {
  return pair_key("open_purchase", {});
}
inline std::string open_purchase_key(std::uint64_t number) {
  return open_purchase_prefix() + number_key(number);
}

}  // namespace gateway
