// SPDX-License-Identifier: MIT
#include "paho/nodelay.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "paho/sockets.h"

namespace paho {

int set_nodelay_to(const Broker& broker) {
  int done = 0;
  for (const Socket& socket : sockets_to(broker)) {
    const int on = 1;
    if (setsockopt(socket.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0) ++done;
  }
  return done;
}

}  // namespace paho
