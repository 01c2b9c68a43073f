// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "paho/broker.h"

namespace paho {

/// One TCP connection of this process.
struct Socket {
  int fd = -1;
  std::uint64_t id = 0;  ///< differs from that of a later connection on the same `fd`

  friend bool operator==(const Socket&, const Socket&) = default;
};

/// Every connection whose peer has the broker's port. Paho does not expose its socket, so this
/// goes through the process's open files; to find one connection, compare the lists from before
/// and after it was made. Never close the descriptors: they are Paho's. Any thread; does not
/// block and resolves no names.
[[nodiscard]] std::vector<Socket> sockets_to(const Broker& broker);

/// Whether the broker's name has an address; of an address itself true. Asks the system, which may
/// take as long as its name servers do. Any thread.
[[nodiscard]] bool resolves(const Broker& broker);

}  // namespace paho
