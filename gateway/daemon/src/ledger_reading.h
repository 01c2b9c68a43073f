// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "gateway/verify/ledger_fold.h"

namespace gateway::daemon {

/// The ledger, read by any number of threads, each of which takes the next part when it is free.
class LedgerReading {
 public:
  explicit LedgerReading(const LedgerParts& parts) : parts_(parts) {}

  /// Reads parts until none is left. `store`: the view that is verified. `progress` (may be
  /// empty) is called after each part.
  void read(const Reader& store, const std::function<void()>& progress);
  /// The same with a view of the same store that may be newer. It also shows what was booked
  /// meanwhile, so it does not read the part that goes to the ledger's end.
  void help(const Reader& later);
  /// Waits for the parts that other threads still read. Call once, after read() returned.
  [[nodiscard]] LedgerFold finish();
  /// Entries read so far.
  [[nodiscard]] std::uint64_t entries() const { return entries_; }

 private:
  enum class View : std::uint8_t { kVerified, kLater };

  void read_parts(View which, const Reader& store, const std::function<void()>& progress);
  [[nodiscard]] std::optional<LedgerPart> take_part(View which);

  std::atomic<std::uint64_t> entries_ = 0;
  std::mutex mutex_;  ///< guards all below
  LedgerParts parts_;
  std::uint64_t parts_out_ = 0;  ///< parts taken and not yet in `sum_`
  std::condition_variable all_in_;
  LedgerFold sum_;
};

}  // namespace gateway::daemon
