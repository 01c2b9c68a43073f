// SPDX-License-Identifier: MIT
#pragma once

#include "paho/broker.h"

namespace paho {

/// Sets TCP_NODELAY on the connection to `broker`; returns how many sockets were
/// set. Paho has no option for it, and without it the second of two small packets
/// waits for the peer's delayed acknowledgement: some 40 ms on every ack.
///
/// Paho does not show its socket, so this goes through the process's open files
/// and takes each TCP socket whose peer has the broker's port. On others of that
/// kind the option does no harm. Call after every successful connect, from any
/// thread; it does not block and resolves no names.
int set_nodelay_to(const Broker& broker);

/// Lets the acknowledgement of what comes next on the connection to `broker` wait
/// for data that goes back, up to the kernel's 40 ms, as on any connection that is
/// in use; an idle one answers at once. With that, a broker that holds small packets
/// back (Nagle's algorithm) shows itself also where nothing else is going on.
/// Returns how many sockets were set; finds them and may be called as the one above.
int delay_acks_to(const Broker& broker);

}  // namespace paho
