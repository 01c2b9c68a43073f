// SPDX-License-Identifier: MIT
#pragma once

namespace scanner::host {

/// Turns SIGINT and SIGTERM into something a loop can wait for: fd() becomes
/// readable. SIGPIPE is ignored, so a reader of our output that leaves does not end
/// the program. Make one at the start of main(), before there is another thread.
class StopSignals {
 public:
  /// Throws std::system_error when the system has no file descriptor left.
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

}  // namespace scanner::host
