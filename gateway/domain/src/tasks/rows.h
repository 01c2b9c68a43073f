// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/tasks/tasks.h"
#include "rows/rows.h"

namespace gateway {

/// Two kinds came with it.
template <>
inline constexpr RowVersion kRowVersion<Incident> = 2;

void fields(auto& a, RowOf<wire::Movement> auto& r, RowVersion /*version*/) {
  a(r.op, r.code, r.sku, r.from, r.to, r.qty, r.undoes, r.at_ms, r.age_ms, r.by, r.ref, r.lot,
    r.serial, r.expiry_yyyymmdd);
}
void fields(auto& a, RowOf<Task> auto& r, RowVersion /*version*/) {
  a(r.id, r.why, r.state, r.origin, r.movement, r.at_ms, r.at_source, r.received_ms, r.detail,
    r.ledger_seq, r.closed_by, r.closed_why, r.closed_ms);
}
void fields(auto& a, RowOf<Incident> auto& r, RowVersion /*version*/) {
  a(r.id, r.kind, r.node, r.epoch, r.first_seq, r.last_seq, r.at_ms);
}
void fields(auto& a, RowOf<Unreadable> auto& r, RowVersion /*version*/) {
  a(r.id, r.topic, r.payload, r.why, r.at_ms);
}

}  // namespace gateway
