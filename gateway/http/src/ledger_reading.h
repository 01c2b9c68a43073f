// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "gateway/ledger_fold.h"

namespace gateway::http {

/// The ledger, read by any number of threads: whoever is free takes the next part. Any thread.
class LedgerReading {
 public:
  explicit LedgerReading(const LedgerParts& parts) : parts_(parts) {}

  /// Reads parts until none is left. `store` is this thread's view, no older than the last
  /// entry of the parts. `progress` (may be empty) is called behind each part.
  void read(const Reader& store, const std::function<void()>& progress);
  /// Behind a read() that returned: waits for the parts that others still read. Once.
  [[nodiscard]] LedgerFold finish();
  /// Entries read so far.
  [[nodiscard]] std::uint64_t entries() const { return entries_; }

 private:
  [[nodiscard]] std::optional<LedgerPart> take_part();

  std::atomic<std::uint64_t> entries_ = 0;
  std::mutex mutex_;  ///< of all below
  LedgerParts parts_;
  std::uint64_t parts_out_ = 0;  ///< taken, and not in `sum_`
  std::condition_variable all_in_;
  LedgerFold sum_;
};

}  // namespace gateway::http
