// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/http/probe.h"

namespace gateway::http {

/// One line of `shelfctl doctor`.
struct Finding {
  enum class State { kOk, kWarning, kFailed };
  std::string check;  ///< hold, disk, flush, store, clock, broker, round_trip, outbox
  State state = State::kOk;
  std::string found = {};   ///< what was measured
  std::string advice = {};  ///< what to do; empty when ok
};

/// What waits to be delivered.
struct OutboxFill {
  std::uint64_t rows = 0;
  std::uint64_t dead = 0;         ///< refused for good: a person must look
  std::int64_t oldest_age_s = 0;  ///< of a row that is not dead
};

/// What the facts mean; no `outbox` where it could not be read. Pure.
[[nodiscard]] std::vector<Finding> judge(const DoctorFacts& facts, const Health& health,
                                         const std::optional<OutboxFill>& outbox);

[[nodiscard]] const char* to_string(Finding::State state);

}  // namespace gateway::http
