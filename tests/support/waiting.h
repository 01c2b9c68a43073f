// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdlib>

/// A test that waits so long for something hangs. It is no limit for how fast something is:
/// what works takes a small part of it, also on a busy machine.
inline constexpr std::chrono::seconds kHung{180};

/// Whether a test fails when a promised time is exceeded. Every run prints the times; only on a
/// machine that does nothing else may they fail: the nightly run sets SHELFWIRE_JUDGE_TIMES.
inline bool judges_times() {
  return std::getenv("SHELFWIRE_JUDGE_TIMES") != nullptr;
}
