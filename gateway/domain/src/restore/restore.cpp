// SPDX-License-Identifier: MIT
#include "gateway/restore/restore.h"

#include "restore/rows.h"

namespace gateway {

Incarnation incarnation(const Reader& store) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  return counters ? Incarnation{counters->incarnation_id(), counters->generation} : Incarnation{};
}

Standing standing(const Reader& store) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  return counters ? Standing{counters->held, counters->claim} : Standing{};
}

std::optional<RestoreWait> restore_wait(const Reader& store) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  if (!counters || !counters->documents_wait) return std::nullopt;
  const auto row = get_row<RestoredRow>(store, Table::kMeta, kRestoredKey).value_or(RestoredRow{});
  return RestoreWait{row.since_ms, row.why, counters->invoice, counters->purchase};
}

}  // namespace gateway
