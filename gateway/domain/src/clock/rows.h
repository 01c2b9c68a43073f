// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "gateway/clock/clock.h"
#include "rows/rows.h"

namespace gateway {

struct ClockRow {
  ClockMemory memory;
  std::uint64_t task = 0;  ///< that asks a person about the step; 0: none
};

void fields(auto& a, RowOf<ClockMemory> auto& r, RowVersion /*version*/) {
  a(r.trusted_ms, r.boot_id, r.booted_at_ms, r.step_expected_ms, r.step_found_ms);
}
void fields(auto& a, RowOf<ClockRow> auto& r, RowVersion /*version*/) {
  a(r.memory, r.task);
}

inline constexpr std::string_view kClockKey = "clock";
/// Task::why of the question.
inline constexpr std::string_view kClockStep = "clock_step";

}  // namespace gateway
