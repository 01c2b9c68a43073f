// SPDX-License-Identifier: MIT
#include "gateway/daemon/sweeper.h"

#include "gateway/daemon/limits.h"

namespace gateway::daemon {

bool Sweeper::begin() {
  if (!running_.expired()) return false;
  const auto token = std::make_shared<int>();
  running_ = token;
  return go_on({}, token);
}

bool Sweeper::go_on(std::string from, const Token& token) {
  RunSweep slice;
  slice.from = std::move(from);
  slice.positions_max = kSweepSlice;
  const auto next = [this, token](const Outcome& outcome) {
    if (!outcome.next.empty()) static_cast<void>(go_on(outcome.next, token));
  };
  return inbox_.submit(std::move(slice), next) == wire::Status::kOk;
}

}  // namespace gateway::daemon
