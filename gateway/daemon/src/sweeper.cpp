// SPDX-License-Identifier: MIT
#include "gateway/daemon/sweeper.h"

#include "gateway/limits.h"

namespace gateway::daemon {

bool Sweeper::begin() {
  if (running_.exchange(true)) return false;
  return go_on({});
}

bool Sweeper::go_on(std::string from) {
  RunSweep slice;
  slice.from = std::move(from);
  slice.positions_max = kSweepSlice;
  intake::PendingReply reply([this](const Outcome* outcome) {
    if (outcome == nullptr || outcome->next.empty()) {
      running_ = false;
    } else {
      static_cast<void>(go_on(outcome->next));
    }
  });
  return inbox_.submit(std::move(slice), std::move(reply)) == wire::Status::kOk;
}

}  // namespace gateway::daemon
