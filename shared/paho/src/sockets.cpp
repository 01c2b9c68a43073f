// SPDX-License-Identifier: MIT
#include "paho/sockets.h"

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace paho {
namespace {

constexpr int kReachMs = 500;

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

bool takes_connection(const addrinfo& address) {
  const int fd =
      ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (fd < 0) return false;
  bool taken = ::connect(fd, address.ai_addr, address.ai_addrlen) == 0;
  if (!taken && errno == EINPROGRESS) {
    pollfd entry{.fd = fd, .events = POLLOUT, .revents = 0};
    int error = 0;
    socklen_t size = sizeof(error);
    taken = ::poll(&entry, 1, kReachMs) == 1 &&
            ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
  }
  ::close(fd);
  return taken;
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

Reach reach(const Broker& broker) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(broker.port);
  if (getaddrinfo(broker.host.c_str(), port.c_str(), &hints, &found) != 0) return Reach::kNoName;
  bool taken = false;
  for (const addrinfo* each = found; each != nullptr && !taken; each = each->ai_next) {
    taken = takes_connection(*each);
  }
  freeaddrinfo(found);
  return taken ? Reach::kSomebody : Reach::kNobody;
}

}  // namespace paho
