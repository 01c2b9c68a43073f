// SPDX-License-Identifier: MIT
#include "sigpipe.h"

#include <cassert>
#include <ctime>

namespace gateway::mail {
namespace {

sigset_t only_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

bool sigpipe_pending() {
  sigset_t pending;
  sigemptyset(&pending);
  sigpending(&pending);
  return sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

SigpipeBlock::SigpipeBlock() : was_pending_(sigpipe_pending()) {
  const sigset_t set = only_sigpipe();
  const int result = pthread_sigmask(SIG_BLOCK, &set, &before_);
  assert(result == 0);
}

SigpipeBlock::~SigpipeBlock() {
  if (!was_pending_ && sigpipe_pending()) {
    const sigset_t set = only_sigpipe();
    const timespec at_once{};
    sigtimedwait(&set, nullptr, &at_once);
  }
  const int result = pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  assert(result == 0);
}

}  // namespace gateway::mail
