// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/store.h"

namespace gateway {

/// What `verify` found. ok() is the proof that every figure is a fold of the ledger.
struct VerifyReport {
  std::uint64_t entries = 0;          ///< ledger entries read
  std::vector<std::string> checked;   ///< names of the checks made
  std::vector<std::string> problems;  ///< the first kProblemsMax, for a person
  std::uint64_t problem_count = 0;

  [[nodiscard]] bool ok() const { return problem_count == 0; }
  static constexpr std::size_t kProblemsMax = 100;
};

/// Recomputes every figure from the ledger and compares: ledger sequence without
/// gaps, double entry (each SKU sums to zero), bins, positions, the index of
/// booked movements against the ledger, the exceptions and the nodes' rows, one
/// open order line a cycle, on-order figures, outbox rows of approved orders,
/// barcodes, and every other table within itself. What an entry says beyond its
/// movement (times, references, lots) has nothing to be compared with. Reads only.
/// Memory grows with the number of bins, nodes and orders, not with the ledger.
/// `progress` (may be empty) is called now and then with the entries read so far.
[[nodiscard]] VerifyReport verify(const Reader& store,
                                  const std::function<void(std::uint64_t)>& progress);

}  // namespace gateway
