// SPDX-License-Identifier: MIT
// The index of booked movements, read along the ledger.
#pragma once

#include <algorithm>
#include <vector>

#include "by_text.h"
#include "rows.h"

namespace gateway {

/// The part of a booked movement's key that is its node row's key.
inline std::string_view node_part(std::string_view booked_key) {
  return booked_key.substr(0,
                           booked_key.size() - std::min(booked_key.size(), sizeof(wire::Sequence)));
}
inline wire::Sequence seq_part(std::string_view booked_key) {
  wire::Sequence seq = 0;
  for (const char byte : booked_key.substr(node_part(booked_key).size())) {
    seq = (seq << 8U) | static_cast<unsigned char>(byte);
  }
  return seq;
}

/// Finds booked movements in the order of the ledger. A node's entries lie there in the order
/// of their sequences, but for those that a person booked. So some rows of each node are read
/// ahead: far cheaper than to seek each, and memory does not grow with the ledger.
class BookedAhead {
 public:
  explicit BookedAhead(const Reader& store) : store_(store) {}

  /// Null when it is not there or cannot be read. Valid until the next call.
  [[nodiscard]] const Booked* find(const Origin& origin);

 private:
  struct Row {
    wire::Sequence seq = 0;
    Booked booked;
  };
  using Rows = std::vector<Row>;  ///< of one node, without a gap between first and last
  static constexpr std::size_t kRowsAhead = 64;

  void read_from(const Origin& origin, Rows& rows) const;

  const Reader& store_;
  ByText<Rows> rows_of_;  ///< by node_key()
  std::optional<Booked> single_;
  std::string node_;  // kept for its memory
};

}  // namespace gateway
