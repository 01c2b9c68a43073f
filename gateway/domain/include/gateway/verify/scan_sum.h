// SPDX-License-Identifier: MIT
// Compares the ledger with the index of booked movements without looking up each movement.
#pragma once

#include "gateway/verify/fingerprint.h"
#include "wire/ids.h"

namespace gateway {

/// The scans that were booked, each with its ledger entry, as one sum, so that their order does
/// not matter. Equal sums: the same scans and entries, but for a collision (fingerprint.h).
class ScanSum {
 public:
  /// `node` is a node_fingerprint().
  void add(Fingerprint node, wire::Sequence seq, std::uint64_t ledger_seq) {
    sum_ += followed_by(followed_by(node, seq), ledger_seq);
    ++count_;
  }

  void add(const ScanSum& others) {
    sum_ += others.sum_;
    count_ += others.count_;
  }

  friend bool operator==(const ScanSum&, const ScanSum&) = default;

 private:
  std::uint64_t sum_ = 0;
  std::uint64_t count_ = 0;
};

/// Of one (node, epoch).
inline Fingerprint node_fingerprint(std::string_view node, std::uint32_t epoch) {
  return followed_by(fingerprint(node), epoch);
}

}  // namespace gateway
