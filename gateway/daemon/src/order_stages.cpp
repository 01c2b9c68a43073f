// SPDX-License-Identifier: MIT
#include "gateway/daemon/order_stages.h"

#include <utility>

#include "gateway/daemon/limits.h"
#include "gateway/limits.h"

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
    // If the inbox refuses it, the next one finds the same reservations.
    static_cast<void>(inbox_.submit(ExpireOrders{kOrderSliceMax}, {}));
  }
  if (now < retry_at_) return;
  retry_at_ = now + std::chrono::milliseconds(kOrderRetryMs);
  {
    const std::lock_guard lock(mutex_);
    for (Lane& each : lanes_) {
      if (each.stalled && !each.running) each.wanted = true;
    }
  }
  go_on();
}

// Starts every stage that has work and does not run; the last stage first, so that no order
// passes two of them in one commit and a long queue does not delay a short one.
void OrderStages::go_on() {
  for (auto stage = kOrderStages.rbegin(); stage != kOrderStages.rend(); ++stage) run(*stage);
}

void OrderStages::run(OrderStage stage) {
  {
    const std::lock_guard lock(mutex_);
    Lane& ours = lane(stage);
    if (!ours.wanted || ours.running) return;
    ours.wanted = false;
    ours.running = true;
  }
  // The reply may come before submit() returns.
  intake::PendingReply reply([this, stage](const Outcome* outcome) { answered(stage, outcome); });
  static_cast<void>(inbox_.submit(StepOrders{stage, kOrderSliceMax}, std::move(reply)));
}

void OrderStages::answered(OrderStage stage, const Outcome* outcome) {
  {
    const std::lock_guard lock(mutex_);
    Lane& ours = lane(stage);
    ours.running = false;
    ours.stalled = outcome == nullptr || outcome->stalled;  // null: dropped, tick() tries again
    if (outcome != nullptr) ours.wanted = ours.wanted || outcome->more;
  }
  if (outcome != nullptr) run(stage);
}

}  // namespace gateway::daemon
