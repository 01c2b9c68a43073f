// SPDX-License-Identifier: MIT
// What the ledger says, read in parts: by one thread, or by several, each into a fold of its
// own, that are added at the end.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "gateway/rows/store.h"
#include "gateway/stock/ledger.h"
#include "gateway/verify/bin_figures.h"
#include "gateway/verify/problem_list.h"
#include "gateway/verify/scan_sum.h"

namespace gateway {

/// Entries by their numbers, both included.
struct LedgerPart {
  LedgerSeq first = 1;
  LedgerSeq last = 0;
  bool to_the_end = true;  ///< none must follow: for the view that is verified, no later one
};

/// The parts of a ledger, in their order. Not thread-safe.
class LedgerParts {
 public:
  static constexpr LedgerSeq kPartEntries = 65'536;  ///< some 30 ms of a PC: progress often enough

  /// Entries 1 to `last`, `part_entries` (at least 1, asserted) at a time.
  explicit LedgerParts(LedgerSeq last, LedgerSeq part_entries = kPartEntries);
  /// The first one is there even where the ledger is empty.
  [[nodiscard]] std::optional<LedgerPart> next();
  /// Whether next() is, or was, the one to the end.
  [[nodiscard]] bool at_the_end() const { return last_ < next_ + part_entries_; }

 private:
  LedgerSeq last_;
  LedgerSeq part_entries_;
  LedgerSeq next_ = 1;
  bool all_taken_ = false;
};

/// One thread's. Memory grows with the bins and the orders in it, not with the entries.
struct LedgerFold {
  /// Reads entries, checks each by itself and adds it. A fold takes parts in their order. Where
  /// the store fails, what follows is missing from the part; failure() of the store says why.
  void read(const Reader& store, const LedgerPart& part);
  /// Adds the fold of other parts of the same ledger.
  void add(LedgerFold other);

  std::uint64_t entries = 0;
  std::uint64_t undos = 0;
  ProblemList unreadable;  ///< rows; what else they would say is missing from the fold
  ProblemList problems;
  ScanSum scans;  ///< as the entries name them
  BinFigures bins;
  std::map<std::string, wire::Quantity> receipts;  ///< by order_line_key(purchase order, SKU)
  std::map<std::string, wire::Quantity> picks;     ///< by order_line_key(customer's order, SKU)
};

}  // namespace gateway
