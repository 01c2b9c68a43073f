// SPDX-License-Identifier: MIT
#pragma once

#include "paho/broker.h"

namespace paho {

/// Sets TCP_NODELAY on the connection to `broker`; returns on how many sockets. Paho has
/// no option for it, and without it the second of two small packets waits for the peer's
/// delayed acknowledgement: some 40 ms on every ack.
///
/// Paho does not expose its socket, so this goes through the process's open files
/// and takes each TCP socket whose peer has the broker's port. On other connections to
/// that port it does no harm. Call after every successful connect, from any
/// thread; it does not block and resolves no names.
int set_nodelay_to(const Broker& broker);

/// Lets TCP acknowledgements on the connection to `broker` wait for data that goes back, up
/// to the kernel's 40 ms. The kernel does so on busy connections; idle ones acknowledge at
/// once. So a broker that holds small packets back (Nagle's algorithm) can be noticed on an
/// idle connection too. Finds the sockets, returns their number and may be called as above.
int delay_acks_to(const Broker& broker);

}  // namespace paho
