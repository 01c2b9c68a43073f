// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/rows/store.h"
#include "gateway/verify/ledger_fold.h"
#include "gateway/verify/problem_list.h"

namespace gateway {

/// What verify() found. ok(): every figure equals what the ledger sums to.
struct VerifyReport {
  std::uint64_t entries = 0;         ///< ledger entries read
  std::vector<std::string> checked;  ///< names of the checks made
  ProblemList problems;

  [[nodiscard]] bool ok() const { return problems.count == 0; }
};

/// Called now and then, on the verifying thread, with the ledger entries read so far.
using VerifyProgress = std::function<void(std::uint64_t entries)>;

/// Reads all parts of a ledger whose last entry is `last`, and adds them: for several threads.
/// Each thread needs a view of its own; a later one will do, since entries never change, except
/// for the last part, which must be read from the verified view.
using LedgerReader = std::function<LedgerFold(LedgerSeq last)>;

/// Recomputes every figure from the ledger and compares: ledger sequence without
/// gaps, double entry (each SKU sums to zero), bins, positions, the index of
/// booked movements against the ledger, the tasks and the nodes' rows, one
/// order line per cycle, on-order figures, outbox rows of approved orders,
/// barcodes, and every other table within itself. What an entry says beyond its
/// movement (times, references, lots) has nothing to be compared with.
///
/// Only reads; call it on the thread of `store`. Memory grows with the number of bins, nodes and
/// orders, not with the ledger. Rows that cannot be read are named first, each once, and the
/// rest is checked without them; a failure of the store itself is the first problem.
/// `progress` may be empty. With `read_ledger` empty, this thread reads the ledger alone.
[[nodiscard]] VerifyReport verify(const Reader& store, const VerifyProgress& progress,
                                  const LedgerReader& read_ledger = {});

}  // namespace gateway
