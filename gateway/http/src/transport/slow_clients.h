// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <map>
#include <mutex>

namespace gateway::http {

/// Which connections' threads wait for their clients, so that the slowest can be cut when others
/// find no thread free. Any thread.
class SlowClients {
 public:
  using Clock = std::chrono::steady_clock;

  /// As long as it lives, the thread waits for the client of `fd`, for which it has waited since
  /// `since` in all. The descriptor must stay open.
  class Wait {
   public:
    Wait(SlowClients& clients, int fd, Clock::time_point since);
    ~Wait();
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

   private:
    SlowClients& clients_;
    int fd_;
  };

  /// Ends the connection whose client has been waited for the longest, if that is `at_least` or
  /// more: its thread then reads the end. False: there is none.
  bool cut_slowest(Clock::duration at_least);

 private:
  std::mutex mutex_;
  std::map<int, Clock::time_point> since_;  ///< by descriptor
};

}  // namespace gateway::http
