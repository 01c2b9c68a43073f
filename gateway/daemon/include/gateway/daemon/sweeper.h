// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <string>

#include "gateway/intake/inbox.h"

namespace gateway::daemon {

/// Runs the periodic sweep over all positions, in slices of kSweepSlice, so that scans are
/// booked in between. One sweep at a time. begin(): any thread. The inbox must outlive the
/// sweeper, and the sweeper every reply that is still due.
class Sweeper {
 public:
  explicit Sweeper(intake::Inbox& inbox) : inbox_(inbox) {}

  /// Begins a sweep and does not wait for it. False: one still runs, or the inbox takes
  /// nothing now.
  bool begin();

 private:
  bool go_on(std::string from);

  intake::Inbox& inbox_;
  std::atomic<bool> running_ = false;
};

}  // namespace gateway::daemon
