// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "figures.h"

namespace fleet {

/// What all scanners of a fleet did together.
struct Tally {
  std::uint64_t stored = 0;                 ///< movements
  std::uint64_t sent = 0;                   ///< movements sent at least once
  std::uint64_t resent = 0;                 ///< how often a movement was sent again
  std::uint64_t acked = 0;                  ///< safe or refused
  std::uint64_t refused = 0;                ///< of those
  std::vector<std::uint32_t> latencies_us;  ///< from stored to acked, one per acked movement
  Clock::time_point first_stored{};
  Clock::time_point last_acked{};
};

/// What is left at the end.
struct Outcome {
  std::uint64_t backlog = 0;  ///< movements not acked
  std::string trouble = {};   ///< why not acked, as far as known
};

/// What a run did.
struct Report {
  Tally tally;
  Outcome outcome;
  std::size_t nodes = 0;
  std::uint32_t seed = 0;
};

/// Several lines for people.
[[nodiscard]] std::string report_text(Report report);

/// One JSON object on one line.
[[nodiscard]] std::string report_json(Report report);

}  // namespace fleet
