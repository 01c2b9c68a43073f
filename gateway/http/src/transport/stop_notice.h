// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

namespace gateway::http {

/// Tells every connection of a server, once and for good, that the server stops. Any thread.
class StopNotice {
 public:
  using Clock = std::chrono::steady_clock;

  StopNotice();
  ~StopNotice();
  StopNotice(const StopNotice&) = delete;
  StopNotice& operator=(const StopNotice&) = delete;

  void give();
  /// When it was given; nothing: not yet.
  [[nodiscard]] std::optional<Clock::time_point> given_at() const;
  /// Can be read from then on, for poll(); -1 where the system has no descriptors left. Who waits
  /// without it learns of the stop at the end of the wait.
  [[nodiscard]] int fd() const { return fd_; }

 private:
  static constexpr Clock::rep kNotYet = 0;

  int fd_;
  std::atomic<Clock::rep> given_at_{kNotYet};
};

}  // namespace gateway::http
