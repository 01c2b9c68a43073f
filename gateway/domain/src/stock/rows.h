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
void fields(auto& a, RowOf<Bin> auto& r, RowVersion /*version*/) {
  a(r.sku, r.location, r.on_hand, r.reserved, r.seq, r.at_ms);
}
void fields(auto& a, RowOf<OpenLine> auto& r, RowVersion /*version*/) {
  a(r.purchase_order, r.cycle);
}
void fields(auto& a, RowOf<Position> auto& r, RowVersion /*version*/) {
  a(r.sku, r.warehouse, r.on_hand, r.reserved, r.backordered, r.on_order, r.low, r.low_since_ms,
    r.cycle, r.open_lines, r.reorder_suppressed, r.upstream_notified);
}

}  // namespace gateway
