// SPDX-License-Identifier: MIT
// Goal: a server that closes the connection under a write cannot end the gateway.
// Method: SIGPIPE raised in this thread, with its default action, which ends a process.

#include "sigpipe.h"

#include <gtest/gtest.h>

namespace gateway::mail {
namespace {

bool is_pending() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGPIPE) == 1;
}

TEST(SigpipeBlock, SwallowsTheSignalOfABrokenConnection) {
  {
    const SigpipeBlock block;
    ::pthread_kill(::pthread_self(), SIGPIPE);
    EXPECT_TRUE(is_pending());
  }
  EXPECT_FALSE(is_pending()) << "it would end the process as soon as it is unblocked";
}

TEST(SigpipeBlock, LeavesAloneWhatTheThreadHadBlockedItself) {
  sigset_t set;
  sigset_t before;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  ASSERT_EQ(::pthread_sigmask(SIG_BLOCK, &set, &before), 0);
  ::pthread_kill(::pthread_self(), SIGPIPE);
  { const SigpipeBlock block; }
  EXPECT_TRUE(is_pending()) << "a signal from before is the thread's own business";
  int signal = 0;
  EXPECT_EQ(sigwait(&set, &signal), 0);
  EXPECT_EQ(signal, SIGPIPE);
  ASSERT_EQ(::pthread_sigmask(SIG_SETMASK, &before, nullptr), 0);
}

}  // namespace
}  // namespace gateway::mail
