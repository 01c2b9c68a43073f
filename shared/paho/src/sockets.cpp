// SPDX-License-Identifier: MIT
#include "paho/sockets.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
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

/// The number in the kernel's name of a socket, `socket:[12345]`. Read from the name, because
/// the descriptor belongs to another thread.
std::optional<std::uint64_t> socket_id(std::string_view target) {
  constexpr std::string_view kStart = "socket:[";
  if (!target.starts_with(kStart)) return std::nullopt;
  target.remove_prefix(kStart.size());
  std::uint64_t id = 0;
  const auto read = std::from_chars(target.data(), target.data() + target.size(), id);
  return read.ec == std::errc{} ? std::optional(id) : std::nullopt;
}

}  // namespace

std::vector<Socket> sockets_to(const Broker& broker) {
  std::vector<Socket> found;
  std::error_code error;
  for (std::filesystem::directory_iterator open_files("/proc/self/fd", error), end;
       !error && open_files != end; open_files.increment(error)) {
    const std::string name = open_files->path().filename().string();
    int fd = -1;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), fd);
    if (read.ec != std::errc{} || peer_port(fd) != broker.port) continue;
    const auto id = socket_id(std::filesystem::read_symlink(*open_files, error).string());
    if (id) found.push_back({fd, *id});
    error.clear();  // closed meanwhile: not there
  }
  return found;
}

bool resolves(const Broker& broker) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(broker.host.c_str(), nullptr, &hints, &found) != 0) return false;
  freeaddrinfo(found);
  return true;
}

}  // namespace paho
