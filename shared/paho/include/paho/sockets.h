// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "paho/broker.h"

namespace paho {

/// One TCP connection of this process.
struct Socket {
  int fd = -1;
  std::uint64_t id = 0;  ///< of the connection: another one on the same `fd` has another

  friend bool operator==(const Socket&, const Socket&) = default;
};

/// Every connection whose peer has the broker's port. Paho does not show its
/// socket, so this goes through the process's open files; whoever needs the one
/// connection takes what was not there before it. Any thread; does not block and
/// resolves no names.
[[nodiscard]] std::vector<Socket> sockets_to(const Broker& broker);

}  // namespace paho
