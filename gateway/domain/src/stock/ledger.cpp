// SPDX-License-Identifier: MIT
#include "gateway/stock/ledger.h"

#include "gateway/text/calendar.h"
#include "stock/rows.h"

namespace gateway {

std::optional<Entry> find_entry(const Reader& store, LedgerSeq seq) {
  return get_row<Entry>(store, Table::kLedger, number_key(seq));
}

std::string describe_entry(const Reader& store, LedgerSeq seq) {
  std::string text = "ledger entry " + std::to_string(seq);
  if (const auto entry = find_entry(store, seq)) text += " of " + rfc3339(entry->received_ms);
  return text;
}

LedgerSeq last_ledger_seq(const Reader& store) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  return counters ? counters->ledger : 0;
}

std::optional<Bin> find_bin(const Reader& store, std::string_view sku, std::string_view location) {
  return get_row<Bin>(store, Table::kBins, pair_key(sku, location));
}

std::optional<Position> find_position(const Reader& store, std::string_view sku,
                                      std::string_view warehouse) {
  return get_row<Position>(store, Table::kPositions, pair_key(sku, warehouse));
}

void scan_ledger(const Reader& store, LedgerSeq from,
                 const std::function<bool(const Entry&)>& visit) {
  scan_rows<Entry>(store, Table::kLedger, number_key(from), visit);
}

void scan_bins(const Reader& store, std::string_view from_sku, std::string_view from_location,
               const std::function<bool(const Bin&)>& visit) {
  scan_rows<Bin>(store, Table::kBins, pair_key(from_sku, from_location), visit);
}

void scan_positions(const Reader& store, std::string_view from_sku, std::string_view from_warehouse,
                    const std::function<bool(const Position&)>& visit) {
  scan_rows<Position>(store, Table::kPositions, pair_key(from_sku, from_warehouse), visit);
}

}  // namespace gateway
