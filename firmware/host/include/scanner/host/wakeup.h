// SPDX-License-Identifier: MIT
#pragma once

namespace scanner::host {

/// Lets other threads end the main loop's sleep: wait for fd() to be readable,
/// beside whatever else the loop waits for, then clear().
class Wakeup {
 public:
  /// Throws std::system_error when the system has no file descriptor left.
  Wakeup();
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  /// Any thread.
  void notify();

  [[nodiscard]] int fd() const { return fd_; }
  void clear();

 private:
  int fd_;
};

}  // namespace scanner::host
