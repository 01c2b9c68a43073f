// SPDX-License-Identifier: MIT
#include "transport/slow_clients.h"

#include <sys/socket.h>

#include <algorithm>

namespace gateway::http {

SlowClients::Wait::Wait(SlowClients& clients, int fd, Clock::time_point since)
    : clients_(clients), fd_(fd) {
  const std::lock_guard lock(clients_.mutex_);
  clients_.since_[fd_] = since;
}

SlowClients::Wait::~Wait() {
  const std::lock_guard lock(clients_.mutex_);
  clients_.since_.erase(fd_);
}

bool SlowClients::cut_slowest(Clock::duration at_least) {
  const std::lock_guard lock(mutex_);
  const auto slowest =
      std::min_element(since_.begin(), since_.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (slowest == since_.end() || Clock::now() - slowest->second < at_least) return false;
  ::shutdown(slowest->first, SHUT_RDWR);
  since_.erase(slowest);
  return true;
}

}  // namespace gateway::http
