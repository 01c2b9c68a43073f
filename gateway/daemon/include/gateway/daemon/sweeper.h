// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "gateway/engine/commands.h"

namespace gateway::daemon {

/// Has every position looked at, slice by slice, so that scans are booked in between.
/// One sweep at a time. Thread: begin() from one; the inbox must outlive the sweeper,
/// and the sweeper every answer that is still due.
class Sweeper {
 public:
  explicit Sweeper(Inbox& inbox) : inbox_(inbox) {}

  /// False: one still runs, or the inbox takes nothing now.
  bool begin();

 private:
  // Lives as long as a sweep, also where the writer holds and drops its next slice.
  using Token = std::shared_ptr<int>;
  bool go_on(std::string from, const Token& token);

  Inbox& inbox_;
  std::weak_ptr<int> running_;
};

}  // namespace gateway::daemon
