// SPDX-License-Identifier: MIT
// Cuts the power at every operation of a recording and lets a checker look at
// each disk that could be left.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "recording.h"

namespace crash {

/// Opens the store left in `folder` (there may be none yet) and says what is
/// wrong with it, or nothing. `promise` is the newest mark before the cut, empty
/// before the first one. It may change the folder.
using Check =
    std::function<std::string(const std::filesystem::path& folder, const std::string& promise)>;

struct SweepOptions {
  int random_images = 1;         ///< at each point, beside nothing and everything kept; the
                                 ///< long form takes three times as many
  unsigned seed = 1;             ///< $SHELFWIRE_CUT_SEED wins
  std::size_t problems_max = 5;  ///< then it stops
};

struct SweepReport {
  std::size_t points = 0;
  std::size_t images = 0;
  std::vector<std::string> problems;  ///< each with where the cut was and the seed
};

/// Checks each point of `operations`: inside every write, and after every
/// operation. $SHELFWIRE_CUT_TRACE=1 names each on stderr before it is checked,
/// for a checker that crashes.
[[nodiscard]] SweepReport sweep(const std::vector<Operation>& operations, const Check& check,
                                const SweepOptions& options = {});

}  // namespace crash
