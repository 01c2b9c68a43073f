// SPDX-License-Identifier: MIT
#include "gateway/clock/clock.h"

#include <algorithm>

#include "clock/rows.h"

namespace gateway {

const char* to_string(ClockTrust trust) {
  switch (trust) {
    case ClockTrust::kTrusted:
      return "trusted";
    case ClockTrust::kUnknown:
      return "unknown";
    case ClockTrust::kBehind:
      return "behind";
    case ClockTrust::kStepped:
      return "stepped";
  }
  return "unknown";
}

ClockTrust ClockJudge::judge(const ClockReading& reading) {
  if (memory_.boot_id != reading.boot_id) {
    const ClockTrust trust = can_learn(reading);
    if (trust != ClockTrust::kTrusted) return memory_.stepped() ? ClockTrust::kStepped : trust;
    learn(reading);
  }
  const std::int64_t expected_ms = memory_.booted_at_ms + reading.boot_ms;
  const std::int64_t off_ms = reading.wall_ms - expected_ms;
  if (off_ms > kStepMs || off_ms < -kStepMs) {
    if (!memory_.stepped()) {
      memory_.step_expected_ms = expected_ms;
      memory_.step_found_ms = std::max<std::int64_t>(reading.wall_ms, 1);
    }
    return ClockTrust::kStepped;
  }
  memory_.step_expected_ms = memory_.step_found_ms = 0;
  if (reading.wall_ms - memory_.trusted_ms >= kNotedMs) memory_.trusted_ms = reading.wall_ms;
  return ClockTrust::kTrusted;
}

ClockTrust ClockJudge::can_learn(const ClockReading& reading) const {
  if (reading.synchronised) return ClockTrust::kTrusted;
  if (reading.wall_ms < std::max(built_ms_, memory_.trusted_ms)) return ClockTrust::kBehind;
  return reading.boot_ms < kLearnAfterMs ? ClockTrust::kUnknown : ClockTrust::kTrusted;
}

/// Where the time cannot be right, what is learnt is the last that was trusted: the clock is then
/// found to be off.
void ClockJudge::learn(const ClockReading& reading) {
  const std::int64_t since_ms = reading.wall_ms - memory_.trusted_ms;
  const bool plausible =
      memory_.trusted_ms == 0 || (since_ms >= -kStepMs && since_ms <= kAbsenceMs);
  memory_.boot_id = reading.boot_id;
  memory_.booted_at_ms = (plausible ? reading.wall_ms : memory_.trusted_ms) - reading.boot_ms;
}

ClockMemory clock_memory(const Reader& store) {
  return get_row<ClockRow>(store, Table::kMeta, kClockKey).value_or(ClockRow{}).memory;
}

}  // namespace gateway
