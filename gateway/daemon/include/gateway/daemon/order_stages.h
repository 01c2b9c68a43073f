// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <mutex>

#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"

namespace gateway::daemon {

/// Keeps the stages of customer orders at work: one command of each on its way as long
/// as its queue holds orders, each a slice, so that scans are booked in between.
/// Threads: any. The inbox must outlive it, and it every answer that is still due.
class OrderStages {
 public:
  explicit OrderStages(intake::Inbox& inbox) : inbox_(inbox) {}

  /// Any queue may hold orders: what an earlier run left there.
  void begin();
  /// A batch was committed; not blocking.
  void follow(const Effects& effects);
  /// Now and then: tries again what could not be done before, and looks for reservations
  /// that nobody picked. `now` is monotonic.
  void tick(std::chrono::steady_clock::time_point now);

 private:
  struct Lane {
    bool running = false;
    bool wanted = false;
    bool stalled = false;  // to be tried again later, if it does not run
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
