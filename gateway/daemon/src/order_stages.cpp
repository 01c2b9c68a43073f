// SPDX-License-Identifier: MIT
#include "gateway/daemon/order_stages.h"

#include <utility>

#include "gateway/daemon/limits.h"

namespace gateway::daemon {

void OrderStages::begin() {
  {
    const std::lock_guard lock(mutex_);
    for (Lane& each : lanes_) each.wanted = true;
  }
  go_on();
}

void OrderStages::follow(const Effects& effects) {
  if (effects.work.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    for (const OrderStage stage : effects.work) lane(stage).wanted = true;
  }
  go_on();
}

void OrderStages::tick(std::chrono::steady_clock::time_point now) {
  if (now >= expire_at_) {
    expire_at_ = now + std::chrono::milliseconds(kOrderExpiryMs);
    // Refused: the next look finds the same.
    static_cast<void>(inbox_.submit(ExpireOrders{kOrderSlice}, {}));
  }
  if (now < retry_at_) return;
  retry_at_ = now + std::chrono::milliseconds(kOrderRetryMs);
  {
    const std::lock_guard lock(mutex_);
    for (Lane& each : lanes_) {
      if (each.stalled && each.running.expired()) each.wanted = true;
    }
  }
  go_on();
}

// Starts every stage that has work and is not at it; the last stage first, so that no
// order passes two of them in one commit and a long queue does not hold up a short one.
void OrderStages::go_on() {
  for (auto stage = kOrderStages.rbegin(); stage != kOrderStages.rend(); ++stage) run(*stage);
}

void OrderStages::run(OrderStage stage) {
  auto token = std::make_shared<int>();
  {
    const std::lock_guard lock(mutex_);
    Lane& ours = lane(stage);
    if (!ours.wanted || !ours.running.expired()) return;
    ours.wanted = false;
    ours.stalled = true;  // until an answer says otherwise: the command may be dropped
    ours.running = token;
  }
  // The command alone holds the token: its answer may come before submit() returns.
  Inbox::Done done = [this, stage, token = std::move(token)](const Outcome& outcome) mutable {
    token.reset();
    answered(stage, outcome);
  };
  // Refused: tick() tries again.
  static_cast<void>(inbox_.submit(StepOrders{stage, kOrderSlice}, std::move(done)));
}

void OrderStages::answered(OrderStage stage, const Outcome& outcome) {
  {
    const std::lock_guard lock(mutex_);
    Lane& ours = lane(stage);
    ours.wanted = ours.wanted || outcome.more;
    ours.stalled = outcome.stalled;
  }
  run(stage);
}

}  // namespace gateway::daemon
