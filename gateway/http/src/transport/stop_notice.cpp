// SPDX-License-Identifier: MIT
#include "transport/stop_notice.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace gateway::http {

StopNotice::StopNotice() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

StopNotice::~StopNotice() {
  if (fd_ >= 0) ::close(fd_);
}

void StopNotice::give() {
  given_at_ = Clock::now().time_since_epoch().count();
  if (fd_ >= 0) ::eventfd_write(fd_, 1);
}

std::optional<StopNotice::Clock::time_point> StopNotice::given_at() const {
  const Clock::rep given = given_at_;
  if (given == kNotYet) return std::nullopt;
  return Clock::time_point(Clock::duration(given));
}

}  // namespace gateway::http
