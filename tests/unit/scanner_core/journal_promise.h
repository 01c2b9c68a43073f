// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fakes/sim_sectors.h"
#include "scanner/journal.h"

namespace scanner_test {

/// The epoch and sequence under which a movement was written first.
using FirstKey = std::pair<wire::Epoch, wire::Sequence>;

/// What a journal has told its user, kept beside it: the independent model that
/// every remount is compared with. All records ever appended stay in here.
struct JournalPromise {
  std::optional<wire::Epoch> epoch;             ///< none: never formatted
  std::vector<scanner::Record> records;         ///< of `epoch`; sequence n at n - 1
  std::vector<wire::Sequence> first_at_append;  ///< oldest kept when n was appended
  std::vector<wire::ChainChecksum> checks;      ///< check of sequence n at n
  std::vector<FirstKey> keys;                   ///< under which n was written, at n - 1
  wire::Sequence covered = 0;
  wire::Sequence first = 1;  ///< as far as known: what a fork would keep

  /// The call that is running, whose outcome the power cut decides.
  std::optional<scanner::Record> appending;
  std::optional<wire::Epoch> formatting;
  std::optional<wire::Epoch> forking;

  [[nodiscard]] wire::Sequence stored() const {
    return static_cast<wire::Sequence>(records.size());
  }
  void start_epoch(wire::Epoch new_epoch);
  /// Goes on in another epoch with what is held from `first` on.
  [[nodiscard]] JournalPromise after_fork(wire::Sequence first) const;
  void finish_append(const scanner::Journal& journal, const scanner::Record& record);
};

/// Mounts a journal on `device`, which is changed by that, and says in words what
/// of the promise it does not keep: nothing lost, nothing invented, still usable.
/// Empty when all is well.
std::string broken_promise(const JournalPromise& promise, fakes::SimSectors& device,
                           std::uint32_t kept_covered_max);

}  // namespace scanner_test
