// SPDX-License-Identifier: MIT
#include "scanner/host/system.h"

#include <sys/random.h>
#include <sys/timex.h>
#include <time.h>

#include <cassert>
#include <cerrno>

namespace scanner::host {

TimeMs monotonic_ms() {
  timespec now{};
  const int result = clock_gettime(CLOCK_BOOTTIME, &now);
  assert(result == 0);
  static_cast<void>(result);
  return static_cast<TimeMs>(now.tv_sec) * 1000 + static_cast<TimeMs>(now.tv_nsec) / 1'000'000;
}

std::optional<std::int64_t> synchronised_wall_ms() {
  timex state{};
  if (adjtimex(&state) == TIME_ERROR || (state.status & STA_UNSYNC) != 0) return std::nullopt;
  timespec now{};
  const int result = clock_gettime(CLOCK_REALTIME, &now);
  assert(result == 0);
  static_cast<void>(result);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

std::uint32_t SystemRandom::next() {
  if (left_ == 0) {
    ssize_t got = 0;
    do {  // up to 256 bytes come at once, unless a signal interrupts
      got = getrandom(drawn_.data(), sizeof(drawn_), 0);
    } while (got < 0 && errno == EINTR);
    assert(got == static_cast<ssize_t>(sizeof(drawn_)));
    left_ = drawn_.size();
  }
  return drawn_[--left_];
}

}  // namespace scanner::host
