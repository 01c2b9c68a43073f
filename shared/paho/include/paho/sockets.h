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

enum class Reach : std::uint8_t {
  kNoName = 1,    ///< the broker's name has no address
  kNobody = 2,    ///< no program takes a TCP connection there
  kSomebody = 3,  ///< one does, whatever it speaks
};

/// What a TCP connection of its own to the broker finds, for an error's text. Blocks for as long as
/// the system's name servers take, and then at most half a second an address. Any thread.
[[nodiscard]] Reach reach(const Broker& broker);

}  // namespace paho
