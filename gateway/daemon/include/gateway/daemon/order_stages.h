// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <mutex>

#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"

namespace gateway::daemon {

/// Runs the stages of customers' orders: keeps one command per stage in the inbox as long
/// as the stage's queue holds orders. Each command handles some orders, so that scans are
/// booked in between. Threads: begin() and follow() any, tick() one. The inbox must outlive
/// this object, and this object every reply that is still due.
class OrderStages {
 public:
  explicit OrderStages(intake::Inbox& inbox) : inbox_(inbox) {}

  /// Starts every stage: its queue may hold orders from before the start.
  void begin();
  /// Starts the stages that a committed batch gave work. Does not block.
  void follow(const Effects& effects);
  /// Call periodically: runs stalled stages again, and lets old reservations that nobody
  /// picked expire. `now` is monotonic.
  void tick(std::chrono::steady_clock::time_point now);

 private:
  struct Lane {
    bool running = false;
    bool wanted = false;
    bool stalled = false;  // tick() tries it again, unless it runs
  };

  void go_on();
  void run(OrderStage stage);
  void answered(OrderStage stage, const Outcome* outcome);
  Lane& lane(OrderStage stage) { return lanes_.at(static_cast<std::size_t>(stage) - 1); }

  intake::Inbox& inbox_;
  std::mutex mutex_;
  std::array<Lane, kOrderStages.size()> lanes_;
  std::chrono::steady_clock::time_point retry_at_;
  std::chrono::steady_clock::time_point expire_at_;
};

}  // namespace gateway::daemon
