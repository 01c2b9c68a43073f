// SPDX-License-Identifier: MIT
#include "paho/nodelay.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <system_error>

namespace paho {
namespace {

/// Port of the socket's peer; none for a file that is not a connected TCP socket.
std::optional<std::uint16_t> peer_port(int fd) {
  sockaddr_storage peer{};
  socklen_t size = sizeof(peer);
  if (getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return std::nullopt;
  if (peer.ss_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in*>(&peer)->sin_port);
  }
  if (peer.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&peer)->sin6_port);
  }
  return std::nullopt;
}

bool set_nodelay(int fd) {
  const int on = 1;
  return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0;
}

}  // namespace

int set_nodelay_to(const Broker& broker) {
  int done = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator open_files("/proc/self/fd", error), end;
       !error && open_files != end; open_files.increment(error)) {
    const std::string name = open_files->path().filename().string();
    int fd = -1;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), fd);
    if (read.ec != std::errc{} || peer_port(fd) != broker.port) continue;
    if (set_nodelay(fd)) ++done;
  }
  return done;
}

}  // namespace paho
