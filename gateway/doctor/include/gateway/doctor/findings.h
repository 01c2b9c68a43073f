// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/doctor/facts.h"

namespace gateway::doctor {

/// One line of `shelfctl doctor`.
struct Finding {
  enum class State { kOk, kWarning, kFailed };
  /// hold, disk, flush, store, clock, broker, round_trip, rights, topics, outbox, unreadable; mail
  /// and upstream, where nothing goes out, or mail goes into a folder
  std::string check;
  State state = State::kOk;
  std::string found = {};   ///< what was measured
  std::string advice = {};  ///< what to do; when ok empty, but of `mail`
};

/// What the facts mean, in the order in which it is shown. Pure: any thread.
[[nodiscard]] std::vector<Finding> judge(const Facts& facts);

/// "ok", "warning" or "failed".
[[nodiscard]] const char* to_string(Finding::State state);

}  // namespace gateway::doctor
