// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "gateway/http/probe.h"

namespace gateway::http {

/// One line of `shelfctl doctor`.
struct Finding {
  enum class State { kOk, kWarning, kFailed };
  std::string check;  ///< disk, flush, clock, broker, round_trip, store, hold
  State state = State::kOk;
  std::string found = {};   ///< what was measured
  std::string advice = {};  ///< what to do; empty when ok
};

/// What the facts mean. Pure.
[[nodiscard]] std::vector<Finding> judge(const DoctorFacts& facts, const Health& health);

[[nodiscard]] const char* to_string(Finding::State state);

}  // namespace gateway::http
