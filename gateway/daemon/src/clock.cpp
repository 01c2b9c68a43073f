// SPDX-License-Identifier: MIT
#include "gateway/daemon/clock.h"

#include <utility>

namespace gateway::daemon {

Clock::Clock(std::int64_t built_ms, const ClockMemory& memory, Read read)
    : read_(std::move(read)), judge_(built_ms, memory), stored_(memory) {}

Now Clock::now() {
  const ClockReading reading = read_();
  return {.wall_ms = reading.wall_ms,
          .wall_trusted = judge(reading) == ClockTrust::kTrusted,
          .boot_ms = reading.boot_ms,
          .boot_id = reading.boot_id};
}

ClockTrust Clock::trust() {
  return judge(read_());
}

ClockMemory Clock::memory() {
  const std::lock_guard lock(mutex_);
  return judge_.memory();
}

std::optional<NoteClock> Clock::note_due() {
  const std::lock_guard lock(mutex_);
  if (judge_.memory() == stored_) return std::nullopt;
  return NoteClock{stored_, judge_.memory()};
}

void Clock::stored(const ClockStored& stored) {
  const std::lock_guard lock(mutex_);
  stored_ = stored.memory;
  if (stored.confirmed) judge_.remember(stored.memory);
}

ClockTrust Clock::judge(const ClockReading& reading) {
  const std::lock_guard lock(mutex_);
  return judge_.judge(reading);
}

}  // namespace gateway::daemon
