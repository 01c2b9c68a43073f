// SPDX-License-Identifier: MIT
#include "figures.h"

#include <algorithm>

namespace fleet {
namespace {

/// The value below which `percent` of all values lie; 0 without any values.
double percentile_ms(const std::vector<std::uint32_t>& sorted, std::size_t percent) {
  if (sorted.empty()) return 0;
  return sorted[(sorted.size() - 1) * percent / 100] / 1000.0;
}

}  // namespace

Figures figures_of(std::vector<std::uint32_t>& latencies_us, Clock::duration took) {
  std::sort(latencies_us.begin(), latencies_us.end());
  Figures figures;
  if (!latencies_us.empty()) figures.seconds = std::chrono::duration<double>(took).count();
  if (figures.seconds > 0) {
    figures.per_second = static_cast<double>(latencies_us.size()) / figures.seconds;
  }
  figures.median_ms = percentile_ms(latencies_us, 50);
  figures.p99_ms = percentile_ms(latencies_us, 99);
  figures.max_ms = percentile_ms(latencies_us, 100);
  return figures;
}

void print_latencies(std::ostream& text, const char* of, const Figures& figures) {
  text << of << ": median " << figures.median_ms << " ms, p99 " << figures.p99_ms << " ms, max "
       << figures.max_ms << " ms\n";
}

void write_latencies(std::ostream& json, const Figures& figures) {
  json << R"("latency_ms":{"median":)" << figures.median_ms << R"(,"p99":)" << figures.p99_ms
       << R"(,"max":)" << figures.max_ms << '}';
}

}  // namespace fleet
