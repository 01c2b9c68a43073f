// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <string>

#include "gateway/intake/inbox.h"

namespace gateway::daemon {

/// Has every position looked at, slice by slice, so that scans are booked in between.
/// One sweep at a time. Thread: begin() from one; the inbox must outlive the sweeper,
/// and the sweeper every answer that is still due.
class Sweeper {
 public:
  explicit Sweeper(intake::Inbox& inbox) : inbox_(inbox) {}

  /// False: one still runs, or the inbox takes nothing now.
  bool begin();

 private:
  bool go_on(std::string from);

  intake::Inbox& inbox_;
  std::atomic<bool> running_ = false;
};

}  // namespace gateway::daemon
