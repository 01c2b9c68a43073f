// SPDX-License-Identifier: MIT
#pragma once

namespace scanner::host {

/// Lets other threads end the main loop's sleep: the loop waits for fd() to be readable,
/// along with whatever else it waits for, then calls clear(). The object owns fd().
class Wakeup {
 public:
  /// Throws std::system_error when the system has no file descriptor left.
  Wakeup();
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  /// Makes fd() readable. Any thread; never waits.
  void notify();

  [[nodiscard]] int fd() const { return fd_; }
  /// Makes fd() unreadable until the next notify(). Never waits.
  void clear();

 private:
  int fd_;
};

}  // namespace scanner::host
