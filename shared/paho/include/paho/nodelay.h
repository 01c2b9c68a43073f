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

}  // namespace paho
