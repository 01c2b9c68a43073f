// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "rows/rows.h"
#include "wire/ack.h"

namespace gateway {

/// What the gateway knows of one (node, epoch); never forgotten.
struct NodeRow {
  wire::Sequence acked = 0;
  wire::ChainChecksum chain_checksum{};
  std::uint32_t refused_total = 0;
  std::uint8_t refused_count = 0;
  std::array<wire::RefusedMovement, wire::kRefusedListMax> refused{};
  bool key_reused = false;  ///< the incident exists
};

/// Where one movement of a node ended up.
enum class BookedAs : std::uint8_t {
  kLedger = 1,
  kTask = 2,
  kWithdrawal = 3,
  kSettled = 4,  ///< a task that a person booked: it names the entry
};
struct Booked {
  BookedAs as = BookedAs::kLedger;
  std::uint64_t id = 0;  ///< ledger entry, or task (stored or withdrawn)
  wire::ChainChecksum chain_checksum{};
};

void fields(auto& a, RowOf<wire::RefusedMovement> auto& r, RowVersion /*version*/) {
  a(r.seq, r.why);
}
void fields(auto& a, RowOf<NodeRow> auto& r, RowVersion /*version*/) {
  a(r.acked, r.chain_checksum, r.refused_total, r.refused_count, r.key_reused);
  for (auto& refused : r.refused) a(refused);
}
void fields(auto& a, RowOf<Booked> auto& r, RowVersion /*version*/) {
  a(r.as, r.id, r.chain_checksum);
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
/// The node's own key in that of a booked movement.
inline std::string_view node_part(std::string_view booked_key) {
  return booked_key.substr(0,
                           booked_key.size() - std::min(booked_key.size(), sizeof(wire::Sequence)));
}
/// The number that a key ends with; of a booked movement: its sequence.
inline std::uint32_t number_part(std::string_view key) {
  std::uint32_t number = 0;
  for (const char byte : key.substr(node_part(key).size())) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return number;
}

}  // namespace gateway
