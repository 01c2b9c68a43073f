// SPDX-License-Identifier: MIT
#include "scanner/host/wakeup.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace scanner::host {

Wakeup::Wakeup() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Wakeup::~Wakeup() {
  close(fd_);
}

// Errors of both are ignored: a full counter is readable as well, and an empty one needs no
// clearing.
void Wakeup::notify() {
  const std::uint64_t one = 1;
  static_cast<void>(!write(fd_, &one, sizeof(one)));
}

void Wakeup::clear() {
  std::uint64_t count = 0;
  static_cast<void>(!read(fd_, &count, sizeof(count)));
}

}  // namespace scanner::host
