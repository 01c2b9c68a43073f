// SPDX-License-Identifier: MIT
// Promise: the clock never goes back, no two randoms repeat each other, and a
// wakeup is neither lost nor left behind.
// Method: ask them.
#include "scanner/host/system.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <set>
#include <thread>

#include "scanner/host/wakeup.h"

namespace {

using scanner::host::SystemRandom;
using scanner::host::Wakeup;

bool is_awake(const Wakeup& wakeup) {
  pollfd waiting{wakeup.fd(), POLLIN, 0};
  return poll(&waiting, 1, 0) == 1;
}

TEST(System, ClockNeverGoesBack) {
  auto before = scanner::host::monotonic_ms();
  for (int i = 0; i < 1'000; ++i) {
    const auto now = scanner::host::monotonic_ms();
    ASSERT_GE(now, before);
    before = now;
  }
}

TEST(System, RandomNumbersDiffer) {
  SystemRandom one, other;
  std::set<std::uint32_t> drawn;
  for (int i = 0; i < 100; ++i) drawn.insert({one.next(), other.next()});
  EXPECT_GT(drawn.size(), 195U);
}

TEST(Wakeup, LastsUntilCleared) {
  Wakeup wakeup;
  EXPECT_FALSE(is_awake(wakeup));
  std::thread([&] {
    wakeup.notify();
    wakeup.notify();
  }).join();
  EXPECT_TRUE(is_awake(wakeup));
  wakeup.clear();
  EXPECT_FALSE(is_awake(wakeup));
  wakeup.clear();
}

}  // namespace
