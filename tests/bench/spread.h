// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;

inline double ms_since(Clock::time_point began) {
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

/// How times in milliseconds lie.
struct Spread {
  double sum_ms = 0;
  double median_ms = 0;
  double p99_ms = 0;
};

inline Spread spread_of(std::vector<double> times_ms) {
  Spread spread;
  if (times_ms.empty()) return spread;
  std::sort(times_ms.begin(), times_ms.end());
  for (const double time_ms : times_ms) spread.sum_ms += time_ms;
  spread.median_ms = times_ms[(times_ms.size() - 1) / 2];
  spread.p99_ms = times_ms[(times_ms.size() - 1) * 99 / 100];
  return spread;
}

}  // namespace bench
