// SPDX-License-Identifier: MIT
// Sums of the ledger, read in parts: by one thread, or by several, each into a fold of its
// own; the folds are added at the end.
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

/// Entries `first` to `last`, both included.
struct LedgerPart {
  LedgerSeq first = 1;
  LedgerSeq last = 0;
  bool to_the_end = true;  ///< no entry may follow: needs the view that is verified
};

/// Divides a ledger into parts. Not thread-safe.
class LedgerParts {
 public:
  static constexpr LedgerSeq kPartEntries = 65'536;  ///< some 30 ms of a PC between reports

  /// Entries 1 to `last`, `part_entries` (at least 1, asserted) at a time.
  explicit LedgerParts(LedgerSeq last, LedgerSeq part_entries = kPartEntries);
  /// The next part in order, none after the last. An empty ledger has one part.
  [[nodiscard]] std::optional<LedgerPart> next();
  /// Whether the last part alone is left, or none.
  [[nodiscard]] bool at_the_end() const { return last_ < next_ + part_entries_; }

 private:
  LedgerSeq last_;
  LedgerSeq part_entries_;
  LedgerSeq next_ = 1;
  bool all_taken_ = false;
};

/// The sums of some parts. Used by one thread; its memory grows with bins and orders, not with
/// entries.
struct LedgerFold {
  /// Reads the entries of `part`, checks each by itself and adds it. Parts in ascending order.
  /// Where the store fails, the rest of the part is missing; failure() of the store says why.
  void read(const Reader& store, const LedgerPart& part);
  /// Adds the fold of other parts of the same ledger.
  void add(LedgerFold other);

  std::uint64_t entries = 0;
  std::uint64_t undos = 0;
  ProblemList unreadable;  ///< entries and rows that could not be read, missing from the sums
  ProblemList problems;
  ScanSum scans;  ///< the scans that entries name
  BinFigures bins;
  std::map<std::string, wire::Quantity> receipts;  ///< by order_line_key(purchase order, SKU)
  std::map<std::string, wire::Quantity> picks;     ///< by order_line_key(customer's order, SKU)
};

}  // namespace gateway
