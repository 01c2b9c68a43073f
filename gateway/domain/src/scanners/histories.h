// SPDX-License-Identifier: MIT
// What is known of epochs beyond the row of one (node, epoch): which nodes hold an epoch, what
// became of a movement under whatever name, lost ranges, tasks of moved movements, retired names.
// All are rows of Table::kHistories; the first byte of a key is the kind of row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rows/batch_context.h"
#include "scanners/rows.h"

namespace gateway {

/// A range that an incident history_lost names. Filed under its last sequence.
struct LostRange {
  wire::Sequence first = 0;
  wire::ChainChecksum last_checksum{};  ///< as its scanner stated it; 0: unknown
};

/// A retired name.
struct RetiredName {
  std::string to;
  std::string by;
  std::int64_t at_ms = 0;
};

/// How many epochs a node has opened. Days are counted while the clock is trusted, and only then.
struct EpochCount {
  std::int64_t since_ms = 0;  ///< when the day began; 0: no time was trusted since the first one
  std::uint32_t count = 0;
  bool flooded = false;  ///< its incident was stored
};

template <>
inline constexpr RowVersion kRowVersion<LostRange> = 2;
template <>
inline constexpr RowVersion kRowVersion<RetiredName> = 2;
template <>
inline constexpr RowVersion kRowVersion<EpochCount> = 2;

void fields(auto& a, RowOf<LostRange> auto& r, RowVersion /*version*/) {
  a(r.first, r.last_checksum);
}
void fields(auto& a, RowOf<RetiredName> auto& r, RowVersion /*version*/) {
  a(r.to, r.by, r.at_ms);
}
void fields(auto& a, RowOf<EpochCount> auto& r, RowVersion /*version*/) {
  a(r.since_ms, r.count, r.flooded);
}

// Keys. `e` epoch, name: that name holds the epoch (NumberRow 0). `l` node_key, last sequence:
// LostRange. `t` first key, chain checksum: task of a moved movement (NumberRow). `h` epoch: named
// as lost by a fork, up to there (NumberRow). `r` name: RetiredName. `f` name: EpochCount.
inline constexpr std::string_view kHistoriesMadeKey = "m";  ///< the rows of version 1 are filed
[[nodiscard]] std::string epoch_holder_key(std::uint32_t epoch, std::string_view name);
[[nodiscard]] std::string lost_range_key(std::string_view node_key, wire::Sequence last);
[[nodiscard]] std::string moved_task_key(const FirstKey& key, wire::ChainChecksum check);
[[nodiscard]] std::string named_lost_key(std::uint32_t epoch);
[[nodiscard]] std::string retired_key(std::string_view name);
[[nodiscard]] std::string epoch_count_key(std::string_view name);

/// Names that hold an epoch: with a row, or with movements that came through forks.
[[nodiscard]] std::vector<std::string> find_holders(const Reader& store, std::uint32_t epoch);

/// The chain checksum that the gateway has at a sequence of (node, epoch), if it has one.
[[nodiscard]] std::optional<wire::ChainChecksum> find_checksum(const Reader& store,
                                                               std::string_view node,
                                                               std::uint32_t epoch,
                                                               wire::Sequence seq);

/// Whether an incident names that sequence of (node, epoch) as lost.
[[nodiscard]] bool is_lost(const Reader& store, std::string_view node, std::uint32_t epoch,
                           wire::Sequence seq);

/// Where a movement is filed: the name, and what became of it.
struct Filed {
  std::string node;
  Booked booked;
};
/// A movement with that chain checksum at that key, under whichever name.
[[nodiscard]] std::optional<Filed> find_filed(const Reader& store, const FirstKey& key,
                                              wire::ChainChecksum check);

/// The task that was stored of a moved movement; 0: none.
[[nodiscard]] std::uint64_t find_moved_task(const Reader& store, const FirstKey& key,
                                            wire::ChainChecksum check);

[[nodiscard]] std::optional<RetiredName> find_retired(const Reader& store, std::string_view name);

/// Files what a store of the first release has in `nodes` and `incidents` alone; once.
void file_old_histories(Store& store);

}  // namespace gateway
