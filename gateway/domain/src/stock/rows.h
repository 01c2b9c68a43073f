// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/stock/ledger.h"
#include "rows/rows.h"

namespace gateway {

void fields(auto& a, RowOf<Entry> auto& r, RowVersion /*version*/) {
  a(r.seq, r.op, r.sku, r.qty, r.from, r.to, r.origin, r.undoes, r.at_ms, r.at_source,
    r.received_ms, r.lot, r.serial, r.expiry_yyyymmdd, r.ref, r.by, r.code, r.purchase_order,
    r.order);
}
template <>
inline constexpr RowVersion kRowVersion<Bin> = 2;

void fields(auto& a, RowOf<Bin> auto& r, RowVersion version) {
  a(r.sku, r.location, r.on_hand, r.reserved, r.seq, r.at_ms);
  if (version >= 2) a(r.counted_ms, r.counted_seq);
}
void fields(auto& a, RowOf<OpenLine> auto& r, RowVersion /*version*/) {
  a(r.purchase_order, r.cycle);
}
void fields(auto& a, RowOf<Position> auto& r, RowVersion /*version*/) {
  a(r.sku, r.warehouse, r.on_hand, r.reserved, r.backordered, r.on_order, r.low, r.low_since_ms,
    r.cycle, r.open_lines, r.reorder_suppressed, r.upstream_notified);
}

/// kMeta: the task about the reference of a ledger entry.
inline std::string questioned_prefix() {
  return pair_key("questioned", {});
}
inline std::string questioned_key(LedgerSeq seq) {
  return questioned_prefix() + number_key(seq);
}
/// kMeta: the task that asks for a count of a bin (SKU, location).
inline std::string count_again_prefix() {
  return pair_key("count_again", {});
}
inline std::string count_again_key(std::string_view sku, std::string_view location) {
  return count_again_prefix() + pair_key(sku, location);
}

}  // namespace gateway
