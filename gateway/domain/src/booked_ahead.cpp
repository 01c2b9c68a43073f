// SPDX-License-Identifier: MIT
#include "booked_ahead.h"

namespace gateway {

const Booked* BookedAhead::find(const Origin& origin) {
  node_.assign(origin.source).append(1, '\0');
  append_number(node_, origin.epoch);
  auto found = rows_of_.find(std::string_view(node_));
  if (found == rows_of_.end()) found = rows_of_.emplace(node_, Rows()).first;
  Rows& rows = found->second;
  if (!rows.empty() && origin.seq < rows.front().seq) {
    single_ = get_row<Booked>(store_, Table::kBooked,
                              booked_key(origin.source, origin.epoch, origin.seq));
    return single_ ? &*single_ : nullptr;
  }
  if (rows.empty() || rows.back().seq < origin.seq) read_from(origin, rows);
  const auto row =
      std::lower_bound(rows.begin(), rows.end(), origin.seq,
                       [](const Row& each, wire::Sequence seq) { return each.seq < seq; });
  return row != rows.end() && row->seq == origin.seq ? &row->booked : nullptr;
}

void BookedAhead::read_from(const Origin& origin, Rows& rows) const {
  rows.clear();
  const auto from = booked_key(origin.source, origin.epoch, origin.seq);
  store_.scan(Table::kBooked, from, [&](std::string_view key, std::string_view value) {
    if (node_part(key) != node_part(from)) return false;
    const auto booked = decode<Booked>(value);
    if (booked) rows.push_back({seq_part(key), *booked});
    return rows.size() < kRowsAhead;
  });
}

}  // namespace gateway
