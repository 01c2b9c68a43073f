// SPDX-License-Identifier: MIT
// Latencies of what was sent, as figures for a report.
#pragma once

#include <chrono>
#include <cstdint>
#include <ostream>
#include <vector>

namespace fleet {

using Clock = std::chrono::steady_clock;

struct Figures {
  double seconds = 0;
  double per_second = 0;
  double median_ms = 0;
  double p99_ms = 0;
  double max_ms = 0;
};

/// Figures of a run that lasted `took`; sorts `latencies_us`.
[[nodiscard]] Figures figures_of(std::vector<std::uint32_t>& latencies_us, Clock::duration took);

/// Writes "ack latency: median 1.0 ms, …" for people; `of` is what stands before the colon.
void print_latencies(std::ostream& text, const char* of, const Figures& figures);
/// Writes the member "latency_ms" of a JSON object.
void write_latencies(std::ostream& json, const Figures& figures);

}  // namespace fleet
