// SPDX-License-Identifier: MIT
#include "scanners/histories.h"

#include "gateway/tasks/tasks.h"
#include "tasks/rows.h"

namespace gateway {

namespace {

std::string kind_key(char kind, std::string_view rest) {
  std::string key(1, kind);
  key.append(rest);
  return key;
}

std::string kind_key(char kind, std::uint32_t number) {
  std::string key(1, kind);
  append_number(key, number);
  return key;
}

/// The range that holds a sequence, with its last one.
std::optional<std::pair<LostRange, wire::Sequence>> find_range(const Reader& store,
                                                               std::string_view node,
                                                               std::uint32_t epoch,
                                                               wire::Sequence seq) {
  std::optional<std::pair<LostRange, wire::Sequence>> found;
  const std::string of_node = node_key(node, epoch);
  scan_prefix<LostRange>(
      store, Table::kHistories, kind_key('l', of_node),
      [&](std::string_view key, const LostRange& range) {
        if (range.first <= seq) found.emplace(range, number_part(key.substr(1)));
        return false;  // the first that ends at `seq` or later
      },
      lost_range_key(of_node, seq));
  return found;
}

}  // namespace

std::string epoch_holder_key(std::uint32_t epoch, std::string_view name) {
  return kind_key('e', epoch).append(name);
}
std::string lost_range_key(std::string_view node_key, wire::Sequence last) {
  std::string key = kind_key('l', node_key);
  append_number(key, last);
  return key;
}
std::string moved_task_key(const FirstKey& first, wire::ChainChecksum check) {
  std::string key = kind_key('t', first.epoch);
  append_number(key, first.seq);
  append_number(key, wire::raw(check));
  return key;
}
std::string named_lost_key(std::uint32_t epoch) {
  return kind_key('h', epoch);
}
std::string retired_key(std::string_view name) {
  return kind_key('r', name);
}
std::string epoch_count_key(std::string_view name) {
  return kind_key('f', name);
}

std::vector<std::string> find_holders(const Reader& store, std::uint32_t epoch) {
  std::vector<std::string> names;
  const std::string prefix = kind_key('e', epoch);
  scan_prefix<NumberRow>(store, Table::kHistories, prefix,
                         [&](std::string_view key, const NumberRow&) {
                           names.emplace_back(key.substr(prefix.size()));
                           return true;
                         });
  return names;
}

std::optional<wire::ChainChecksum> find_checksum(const Reader& store, std::string_view node,
                                                 std::uint32_t epoch, wire::Sequence seq) {
  const auto booked = get_row<Booked>(store, Table::kBooked, booked_key(node, epoch, seq));
  if (booked) return booked->chain_checksum;
  const auto range = find_range(store, node, epoch, seq);
  const bool known =
      range && range->second == seq && range->first.last_checksum != wire::ChainChecksum{};
  return known ? std::optional(range->first.last_checksum) : std::nullopt;
}

bool is_lost(const Reader& store, std::string_view node, std::uint32_t epoch, wire::Sequence seq) {
  return find_range(store, node, epoch, seq).has_value();
}

std::optional<Filed> find_filed(const Reader& store, const FirstKey& key,
                                wire::ChainChecksum check) {
  for (const auto& node : find_holders(store, key.epoch)) {
    const auto booked =
        get_row<Booked>(store, Table::kBooked, booked_key(node, key.epoch, key.seq));
    if (booked && booked->chain_checksum == check) return Filed{node, *booked};
  }
  return std::nullopt;
}

std::uint64_t find_moved_task(const Reader& store, const FirstKey& key, wire::ChainChecksum check) {
  const auto row = get_row<NumberRow>(store, Table::kHistories, moved_task_key(key, check));
  return row ? row->number : 0;
}

std::optional<RetiredName> find_retired(const Reader& store, std::string_view name) {
  return get_row<RetiredName>(store, Table::kHistories, retired_key(name));
}

void file_old_histories(Store& store) {
  if (store.get(Table::kHistories, kHistoriesMadeKey)) return;
  std::vector<std::string> keys;  // the store cannot be written while it is scanned
  scan_rows<Incident>(store, Table::kIncidents, {}, [&](const Incident& incident) {
    if (incident.kind != IncidentKind::kHistoryLost) return true;
    keys.push_back(number_key(incident.id));
    return true;
  });
  for (const auto& key : keys) {
    const auto incident = get_row<Incident>(store, Table::kIncidents, key);
    if (!incident) return;
    put_row(store, Table::kHistories,
            lost_range_key(node_key(incident->node, incident->epoch), incident->last_seq),
            LostRange{incident->first_seq, {}});
  }
  keys.clear();
  store.scan(Table::kNodes, {}, [&](std::string_view key, std::string_view) {
    keys.emplace_back(key);
    return true;
  });
  for (const auto& key : keys) {
    const auto name = std::string_view(key).substr(0, key.find('\0'));
    put_row(store, Table::kHistories, epoch_holder_key(number_part(key), name), NumberRow{});
  }
  put_row(store, Table::kHistories, kHistoriesMadeKey, NumberRow{});
}

}  // namespace gateway
