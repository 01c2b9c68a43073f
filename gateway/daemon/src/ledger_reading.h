// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "gateway/verify/ledger_fold.h"

namespace gateway::daemon {

/// The ledger, read by any number of threads: whoever is free takes the next part. Any thread.
class LedgerReading {
 public:
  explicit LedgerReading(const LedgerParts& parts) : parts_(parts) {}

  /// Reads parts until none is left. `store`: the view that is verified. `progress` (may be
  /// empty) is called behind each part.
  void read(const Reader& store, const std::function<void()>& progress);
  /// The same for a view of the same store that may be later. What was booked meanwhile is in
  /// it, so it leaves the part to the end.
  void help(const Reader& later);
  /// Behind a read() that returned: waits for the parts that others still read. Once.
  [[nodiscard]] LedgerFold finish();
  /// Entries read so far.
  [[nodiscard]] std::uint64_t entries() const { return entries_; }

 private:
  enum class View : std::uint8_t { kVerified, kLater };

  void read_parts(View which, const Reader& store, const std::function<void()>& progress);
  [[nodiscard]] std::optional<LedgerPart> take_part(View which);

  std::atomic<std::uint64_t> entries_ = 0;
  std::mutex mutex_;  ///< of all below
  LedgerParts parts_;
  std::uint64_t parts_out_ = 0;  ///< taken, and not in `sum_`
  std::condition_variable all_in_;
  LedgerFold sum_;
};

}  // namespace gateway::daemon
