// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdlib>

/// A test that waits so long for something hangs. Nothing is judged by it: what works takes a
/// small part of it, on a busy machine too.
inline constexpr std::chrono::seconds kHung{180};

/// Whether the times that people are promised are judged. They are told in every run, and judged
/// where the machine has nothing else to do: the nightly run sets SHELFWIRE_JUDGE_TIMES.
inline bool judges_times() {
  return std::getenv("SHELFWIRE_JUDGE_TIMES") != nullptr;
}
