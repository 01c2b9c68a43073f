// SPDX-License-Identifier: MIT
// Whether the system's clock can be believed: what gets a date, or is counted in days, waits
// until it can. A box without a battery starts in the past, and a wrong time server, or a
// person, can set the clock to any year.
#pragma once

#include <cstdint>

#include "gateway/rows/store.h"

namespace gateway {

/// One reading of the system's clocks.
struct ClockReading {
  std::int64_t wall_ms = 0;   ///< UTC since 1970; it can be set, and jumps then
  std::int64_t boot_ms = 0;   ///< since the system booted, sleep included; it never jumps
  std::uint64_t boot_id = 0;  ///< another one after each boot; never 0
  bool synchronised = false;  ///< the kernel says that a time server keeps the wall clock right
};

/// What the store remembers of the clock.
struct ClockMemory {
  std::int64_t trusted_ms = 0;    ///< a recent time that was trusted; 0: there is none
  std::uint64_t boot_id = 0;      ///< the boot in which it was learnt last; 0: none
  std::int64_t booted_at_ms = 0;  ///< wall time of that boot, as it was learnt
  /// A step that waits for a person: what the clock should have said, and what it said.
  std::int64_t step_expected_ms = 0;
  std::int64_t step_found_ms = 0;  ///< 0: no step waits

  [[nodiscard]] bool stepped() const { return step_found_ms != 0; }
  friend bool operator==(const ClockMemory&, const ClockMemory&) = default;
};

enum class ClockTrust : std::uint8_t {
  kTrusted,
  kUnknown,  ///< no time server yet, and the system booted a short while ago
  kBehind,   ///< earlier than this program, or than a time that was trusted
  kStepped,  ///< it is not where it should be by more than a day: a person must confirm it
};
/// "trusted", "unknown", "behind" or "stepped".
[[nodiscard]] const char* to_string(ClockTrust trust);

/// Judges readings of the clock.
///
/// The time is learnt once a boot: when the kernel says that it is right, or when the system has
/// run for kLearnAfterMs and its clock is later than this program and than every time that was
/// trusted before. To learn it is no step. From then on the clock must go on as the time since
/// the boot does: more than a day off, forward or back, it is not trusted until it comes back or
/// a person confirms it. So it is where the time learnt is kAbsenceMs later than the last that
/// was trusted, or a day earlier.
///
/// Pure: time comes from outside. Not thread-safe.
class ClockJudge {
 public:
  static constexpr std::int64_t kLearnAfterMs = 300'000;
  static constexpr std::int64_t kStepMs = 86'400'000;
  static constexpr std::int64_t kAbsenceMs = 31 * kStepMs;
  static constexpr std::int64_t kNotedMs = 600'000;  ///< trusted_ms is at most so old

  /// `built_ms`: when the program was built. `memory`: as the store has it.
  ClockJudge(std::int64_t built_ms, const ClockMemory& memory)
      : built_ms_(built_ms), memory_(memory) {}

  /// To be called every few seconds, and wherever the time is used.
  ClockTrust judge(const ClockReading& reading);

  /// A person has said that the clock is right, and this is what the store remembers since.
  void remember(const ClockMemory& memory) { memory_ = memory; }

  /// What the store should remember now.
  [[nodiscard]] const ClockMemory& memory() const { return memory_; }

 private:
  [[nodiscard]] ClockTrust can_learn(const ClockReading& reading) const;
  void learn(const ClockReading& reading);

  std::int64_t built_ms_;
  ClockMemory memory_;
};

/// What the store remembers; nothing yet: all zero.
[[nodiscard]] ClockMemory clock_memory(const Reader& store);

}  // namespace gateway
