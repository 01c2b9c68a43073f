// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "gateway/clock/clock.h"
#include "gateway/engine/engine.h"

namespace gateway::daemon {

/// The time, judged at each reading. Any thread.
class Clock {
 public:
  using Read = std::function<ClockReading()>;

  /// `built_ms`, `memory`: as for ClockJudge. `read` must be thread-safe.
  Clock(std::int64_t built_ms, const ClockMemory& memory, Read read);

  [[nodiscard]] Now now();
  [[nodiscard]] ClockTrust trust();
  /// Milliseconds since the system booted: for waits, since it never jumps.
  [[nodiscard]] std::int64_t boot_ms() const { return read_().boot_ms; }
  /// What is remembered of it.
  [[nodiscard]] ClockMemory memory();
  /// For the store, where it does not remember what it should.
  [[nodiscard]] std::optional<NoteClock> note_due();
  /// The store remembers this now.
  void stored(const ClockStored& stored);

 private:
  ClockTrust judge(const ClockReading& reading);

  const Read read_;
  std::mutex mutex_;
  ClockJudge judge_;
  ClockMemory stored_;
};

}  // namespace gateway::daemon
