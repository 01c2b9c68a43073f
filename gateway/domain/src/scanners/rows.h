// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rows/rows.h"
#include "wire/ack.h"

namespace gateway {

/// What the gateway knows of one (node, epoch); kept for ever.
struct NodeRow {
  wire::Sequence acked = 0;
  wire::ChainChecksum chain_checksum{};
  std::uint32_t refused_total = 0;
  std::uint8_t refused_count = 0;
  std::array<wire::RefusedMovement, wire::kAckListMax> refused{};
  bool key_reused = false;  ///< its incident was stored
  bool foreign = false;     ///< likewise: the epoch belongs to another node
  bool shared = false;      ///< another node has a row of this epoch
  std::uint32_t doubt_total = 0;
  std::vector<wire::DoubtedMovement> doubt = {};  ///< with the refused ones kAckListMax at most
};

/// What became of one movement of a node.
enum class BookedAs : std::uint8_t {
  kLedger = 1,      ///< a ledger entry
  kTask = 2,        ///< a task
  kWithdrawal = 3,  ///< an undo that withdrew a task
  kSettled = 4,     ///< a task that a person settled; the task names the entry
  kElsewhere = 5,   ///< what became of it is filed under its first key, FirstKey::of(id)
  kLast = kElsewhere,
};
struct Booked {
  BookedAs as = BookedAs::kLedger;
  std::uint64_t id = 0;  ///< of the ledger entry, else of the task
  wire::ChainChecksum chain_checksum{};
  std::optional<wire::Doubt> doubt = {};  ///< of a ledger entry, as its scanner was told
};
template <>
inline constexpr RowVersion kRowVersion<NodeRow> = 2;
template <>
inline constexpr RowVersion kRowVersion<Booked> = 2;

/// The key under which a movement was written first, before forks gave it others.
struct FirstKey {
  std::uint32_t epoch = 0;
  wire::Sequence seq = 0;
  [[nodiscard]] std::uint64_t id() const { return std::uint64_t{epoch} << 32U | seq; }
  [[nodiscard]] static FirstKey of(std::uint64_t id) {
    return {static_cast<std::uint32_t>(id >> 32U), static_cast<wire::Sequence>(id)};
  }
};

void fields(auto& a, RowOf<wire::RefusedMovement> auto& r, RowVersion /*version*/) {
  a(r.seq, r.why);
}
void fields(auto& a, RowOf<wire::DoubtedMovement> auto& r, RowVersion /*version*/) {
  a(r.seq, r.why);
}
void fields(auto& a, RowOf<NodeRow> auto& r, RowVersion version) {
  a(r.acked, r.chain_checksum, r.refused_total, r.refused_count, r.key_reused);
  for (auto& refused : r.refused) a(refused);
  if (version >= 2) a(r.foreign, r.shared, r.doubt_total, r.doubt);
}
void fields(auto& a, RowOf<Booked> auto& r, RowVersion version) {
  a(r.as, r.id, r.chain_checksum);
  if (version >= 2) a(r.doubt);
}

inline std::string node_key(std::string_view node, std::uint32_t epoch) {
  std::string key = pair_key(node, {});
  append_number(key, epoch);
  return key;
}
inline std::string booked_key(std::string_view node, std::uint32_t epoch, std::uint32_t seq) {
  std::string key = node_key(node, epoch);
  append_number(key, seq);
  return key;
}
/// The node_key() at the beginning of a booked_key().
inline std::string_view node_part(std::string_view booked_key) {
  return booked_key.substr(0,
                           booked_key.size() - std::min(booked_key.size(), sizeof(wire::Sequence)));
}
/// The 32-bit number that ends a key: a booked_key()'s sequence, a node_key()'s epoch.
inline std::uint32_t number_part(std::string_view key) {
  std::uint32_t number = 0;
  for (const char byte : key.substr(node_part(key).size())) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return number;
}

}  // namespace gateway
