// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/outbox/outbox.h"
#include "rows/rows.h"

namespace gateway {

void fields(auto& a, RowOf<LowFacts> auto& r, RowVersion /*version*/) {
  a(r.sku, r.warehouse, r.available, r.on_order, r.threshold, r.since_ms);
}
/// The least version of every kind of row that holds a FrozenItem.
inline constexpr RowVersion kFrozenItemVersion = 1;
template <>
inline constexpr RowVersion kRowVersion<OutboxRow> = 2;
static_assert(kRowVersion<OutboxRow> >= kFrozenItemVersion);

void fields(auto& a, RowOf<FrozenItem> auto& r, RowVersion /*version*/) {
  a(r.name, r.unit);
}
/// The FrozenItem in a line.
inline FrozenItem& frozen(FrozenItem& line) {
  return line;
}
inline const FrozenItem& frozen(const FrozenItem& line) {
  return line;
}

void fields(auto& a, RowOf<OrderLine> auto& r, RowVersion /*version*/) {
  a(r.sku, r.qty, frozen(r), r.price_minor, r.tax_percent, r.confirmed, r.backordered, r.picked);
}
void fields(auto& a, RowOf<OrderNotice> auto& r, RowVersion /*version*/) {
  a(r.order, r.state, r.reason, r.lines, r.invoice);
}
void fields(auto& a, RowOf<OutboxRow> auto& r, RowVersion version) {
  a(r.id, r.kind, r.purchase_order, r.low, r.order, r.notice, r.to, r.to_name, r.language,
    r.subject, r.message_id, r.state, r.attempts, r.created_ms, r.next_ms, r.error);
  if (version >= 2) a(r.lost_answers, r.refused_ms, r.failed_ms, r.task_id);
}

/// Why nothing of a kind goes out: kept while that is so.
struct ChannelRow {
  std::int64_t since_ms = 0;  ///< by a trusted clock; 0: not known yet
  std::uint64_t task_id = 0;  ///< that tells a person; 0: none yet

  friend bool operator==(const ChannelRow&, const ChannelRow&) = default;
};
void fields(auto& a, RowOf<ChannelRow> auto& r, RowVersion version) {
  if (version >= 2) a(r.since_ms, r.task_id);
}
template <>
inline constexpr RowVersion kRowVersion<ChannelRow> = 2;

}  // namespace gateway
