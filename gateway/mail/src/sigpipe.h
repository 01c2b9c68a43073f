// SPDX-License-Identifier: MIT
#pragma once

#include <csignal>

namespace gateway::mail {

/// Keeps SIGPIPE from ending the process while this thread writes to sockets that
/// the peer may close (OpenSSL writes without MSG_NOSIGNAL, and libcurl told to use
/// no signals does not guard against it). Blocks the signal for this thread only and
/// drops one that arose meanwhile; leaves alone what was blocked or pending before.
class SigpipeBlock {
 public:
  SigpipeBlock();
  ~SigpipeBlock();
  SigpipeBlock(const SigpipeBlock&) = delete;
  SigpipeBlock& operator=(const SigpipeBlock&) = delete;

 private:
  sigset_t before_{};
  bool was_pending_ = false;
};

}  // namespace gateway::mail
