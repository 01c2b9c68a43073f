// SPDX-License-Identifier: MIT
#include "verify/histories.h"

#include "tasks/rows.h"

namespace gateway {

namespace {

/// Reads a row, or notes that it cannot be read.
template <typename Row>
bool read(Verification& run, std::string_view key, std::string_view value, Row& row) {
  const auto status = decode_into(row, value);
  if (status != wire::Status::kOk) refuse_row(run.store, Table::kHistories, key, status);
  return status == wire::Status::kOk;
}

void read_lost(Verification& run, Histories& all, std::string_view key, std::string_view value) {
  LostRange range;
  if (!read(run, key, value, range)) return;
  const auto last = number_part(key);
  all.lost[std::string(node_part(key.substr(1)))].emplace_back(range.first, last);
}

void read_number(Verification& run, std::string_view key, std::string_view value) {
  NumberRow row;
  if (!read(run, key, value, row) || key.front() != 't') return;
  const auto task = get_row<Task>(run.store, Table::kExceptions, number_key(row.number));
  if (task && task->why == to_string(wire::Refusal::kKeyReused)) return;
  run.problem("a scan that came through a fork is kept as task " + std::to_string(row.number) +
              ", which is another one");
}

}  // namespace

bool Histories::is_lost(const std::string& node, wire::Sequence seq) const {
  const auto ranges = lost.find(node);
  if (ranges == lost.end()) return false;
  for (const auto& [first, last] : ranges->second) {
    if (seq >= first && seq <= last) return true;
  }
  return false;
}

Histories read_histories(Verification& run) {
  Histories all;
  all.filed = run.store.get(Table::kHistories, kHistoriesMadeKey).has_value();
  run.store.scan(Table::kHistories, {}, [&](std::string_view key, std::string_view value) {
    RetiredName name;
    EpochCount count;
    switch (key.front()) {
      case 'l':
        read_lost(run, all, key, value);
        return true;
      case 'r':
        read(run, key, value, name);
        return true;
      case 'f':
        read(run, key, value, count);
        return true;
      default:
        read_number(run, key, value);
        return true;
    }
  });
  return all;
}

void check_incident(Verification& run, Histories& all, const Incident& incident) {
  if (incident.kind != IncidentKind::kHistoryLost) return;
  const auto key = node_key(incident.node, incident.epoch);
  const std::pair range{incident.first_seq, incident.last_seq};
  if (!all.filed) {
    all.lost[key].push_back(range);
    return;
  }
  const auto ranges = all.lost.find(key);
  if (ranges != all.lost.end() &&
      std::find(ranges->second.begin(), ranges->second.end(), range) != ranges->second.end()) {
    all.named.emplace(key, incident.first_seq, incident.last_seq);
    return;
  }
  const auto by_fork =
      get_row<NumberRow>(run.store, Table::kHistories, named_lost_key(incident.epoch));
  if (!by_fork || by_fork->number < incident.last_seq) {
    run.problem("incident " + std::to_string(incident.id) + " names a range that is not lost");
  }
}

void check_all_named(Verification& run, const Histories& all) {
  std::size_t ranges = 0;
  for (const auto& [node, of_node] : all.lost) ranges += of_node.size();
  if (all.filed && ranges != all.named.size())
    run.problem("a range is lost, and no incident names it");
}

}  // namespace gateway
