// SPDX-License-Identifier: MIT
#include "gateway/curl/own_name.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <climits>
#include <memory>

namespace gateway::curl {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype([](addrinfo* all) { ::freeaddrinfo(all); })>;

Addresses look_up(const std::string& host, const char* port, int flags) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_DGRAM;
  wanted.ai_flags = flags;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port, &wanted, &found) != 0) return nullptr;
  return Addresses(found);
}

// A name that others may know: "localhost.localdomain" is on every machine.
bool is_full(const std::string& name) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '.'; };
  const auto dot = name.find('.');
  return dot != name.npos && dot > 0 && dot + 1 < name.size() && !name.starts_with("localhost.") &&
         std::all_of(name.begin(), name.end(), allowed);
}

// The address from which datagrams to `peer` would come; empty: there is no way to it.
std::string source_towards(const addrinfo& peer) {
  const int socket = ::socket(peer.ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return "";
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  const bool known = ::connect(socket, peer.ai_addr, peer.ai_addrlen) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) == 0;
  ::close(socket);
  if (!known) return "";
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (own.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(own);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return text.data();
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(own);
  ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  return std::string("IPv6:") + text.data();
}

}  // namespace

std::string full_host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "";
  if (is_full(name.data())) return name.data();
  const Addresses found = look_up(name.data(), nullptr, AI_CANONNAME);
  if (!found || found->ai_canonname == nullptr || !is_full(found->ai_canonname)) return "";
  return found->ai_canonname;
}

std::string address_literal(const std::string& server) {
  const Addresses found = look_up(server, "25", AI_NUMERICSERV);
  for (const addrinfo* peer = found.get(); peer != nullptr; peer = peer->ai_next) {
    if (const std::string address = source_towards(*peer); !address.empty()) {
      return '[' + address + ']';
    }
  }
  return "[127.0.0.1]";
}

}  // namespace gateway::curl
