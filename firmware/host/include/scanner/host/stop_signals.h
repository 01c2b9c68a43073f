// SPDX-License-Identifier: MIT
#pragma once

namespace scanner::host {

/// Lets a loop wait for SIGINT and SIGTERM: fd() becomes readable. SIGPIPE is ignored,
/// so the program does not end when the reader of its output closes. Make one at the
/// start of main(), before there is another thread. The object owns fd().
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
