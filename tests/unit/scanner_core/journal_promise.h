// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fakes/sim_sectors.h"
#include "scanner/journal.h"

namespace scanner_test {

/// What a journal has told its user, kept beside it: the independent model that
/// every remount is compared with. All records ever appended stay in here.
struct JournalPromise {
  std::optional<wire::Epoch> epoch;             ///< none: never formatted
  std::vector<scanner::Record> records;         ///< of `epoch`; sequence n at n - 1
  std::vector<wire::Sequence> first_at_append;  ///< oldest kept when n was appended
  std::vector<wire::ChainChecksum> checks;      ///< check of sequence n at n
  wire::Sequence covered = 0;

  /// The call that is running, whose outcome the power cut decides.
  std::optional<scanner::Record> appending;
  std::optional<wire::Epoch> formatting;

  [[nodiscard]] wire::Sequence stored() const {
    return static_cast<wire::Sequence>(records.size());
  }
  void start_epoch(wire::Epoch new_epoch);
  void finish_append(const scanner::Journal& journal, const scanner::Record& record);
};

/// Mounts a journal on `device`, which is changed by that, and says in words what
/// of the promise it does not keep: nothing lost, nothing invented, still usable.
/// Empty when all is well.
std::string broken_promise(const JournalPromise& promise, fakes::SimSectors& device,
                           std::uint32_t kept_covered_max);

}  // namespace scanner_test
