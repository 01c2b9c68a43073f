// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace fleet {

using Clock = std::chrono::steady_clock;

/// What all scanners of a fleet did together.
struct Tally {
  std::uint64_t stored = 0;                 ///< movements
  std::uint64_t sent = 0;                   ///< movements sent at least once
  std::uint64_t resent = 0;                 ///< movements sent again, each time
  std::uint64_t acked = 0;                  ///< safe or refused
  std::uint64_t refused = 0;                ///< of those
  std::vector<std::uint32_t> latencies_us;  ///< of each acked one: stored until acked
  Clock::time_point first_stored{};
  Clock::time_point last_acked{};
};

/// What is left at the end.
struct Outcome {
  std::uint64_t backlog = 0;  ///< movements not acked
  std::string trouble;        ///< why not, as far as known
};

/// For people, several lines.
[[nodiscard]] std::string report_text(Tally tally, const Outcome& outcome);

/// One JSON object on one line.
[[nodiscard]] std::string report_json(Tally tally, const Outcome& outcome, std::size_t nodes,
                                      std::uint32_t seed);

}  // namespace fleet
