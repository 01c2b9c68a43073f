// SPDX-License-Identifier: MIT
// Whether the ledger and the index of booked movements say the same, without looking up any.
#pragma once

#include "gateway/verify/fingerprint.h"
#include "wire/ids.h"

namespace gateway {

/// The scans that were booked, each with its ledger entry, as one number: a sum, so it does
/// not matter in which order they were met. Equal sums: the same scans and entries.
class ScanSum {
 public:
  /// `node`: node_fingerprint().
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

inline Fingerprint node_fingerprint(std::string_view node, std::uint32_t epoch) {
  return followed_by(fingerprint(node), epoch);
}

}  // namespace gateway
