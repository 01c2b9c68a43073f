// SPDX-License-Identifier: MIT
#include "paho/nodelay.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "paho/sockets.h"

namespace paho {
namespace {

int set_to(const Broker& broker, int option, int value) {
  int done = 0;
  for (const Socket& socket : sockets_to(broker)) {
    if (setsockopt(socket.fd, IPPROTO_TCP, option, &value, sizeof(value)) == 0) ++done;
  }
  return done;
}

}  // namespace

int set_nodelay_to(const Broker& broker) {
  return set_to(broker, TCP_NODELAY, 1);
}

int delay_acks_to(const Broker& broker) {
  return set_to(broker, TCP_QUICKACK, 0);
}

}  // namespace paho
