// SPDX-License-Identifier: MIT
#include "picky_proxy.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int new_socket() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return fd;
}

bool receive_all(int fd, std::string& into, std::size_t count) {
  const std::size_t before = into.size();
  into.resize(before + count);
  for (std::size_t have = 0; have < count;) {
    const ssize_t got = recv(fd, into.data() + before + have, count - have, 0);
    if (got <= 0) return false;
    have += static_cast<std::size_t>(got);
  }
  return true;
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// One MQTT packet; `body`: where the part behind the fixed header begins.
bool receive_packet(int fd, std::string& packet, std::size_t& body) {
  packet.clear();
  if (!receive_all(fd, packet, 1)) return false;
  std::size_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (!receive_all(fd, packet, 1)) return false;
    const auto digit = static_cast<unsigned char>(packet.back());
    size += (digit & 0x7FU) << shift;
    if (digit < 0x80) break;
  }
  body = packet.size();
  return receive_all(fd, packet, size);
}

}  // namespace

PickyProxy::PickyProxy(std::uint16_t broker_port, std::string disliked)
    : broker_port_(broker_port), disliked_(std::move(disliked)), listener_(new_socket()) {
  sockaddr_in address = loopback(0);
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  EXPECT_EQ(listen(listener_, 8), 0);
  socklen_t size = sizeof(address);
  EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { accept_all(); });
}

PickyProxy::~PickyProxy() {
  shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  close(listener_);
  for (Pair& pair : pairs_) {
    shutdown(pair.client, SHUT_RDWR);
    shutdown(pair.broker, SHUT_RDWR);
    pair.up.join();
    pair.down.join();
    close(pair.client);
    close(pair.broker);
  }
}

std::string PickyProxy::url() const {
  return "mqtt://127.0.0.1:" + std::to_string(port_);
}

void PickyProxy::accept_all() {
  for (int client = -1; (client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    Pair& pair = pairs_.emplace_back();
    pair.client = client;
    pair.broker = new_socket();
    const int on = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const sockaddr_in address = loopback(broker_port_);
    EXPECT_EQ(connect(pair.broker, reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
              0);
    pair.up = std::thread([this, &pair] { pass_up(pair); });
    pair.down = std::thread([&pair] { pass_down(pair); });
  }
}

void PickyProxy::pass_up(const Pair& pair) {
  constexpr unsigned kPublish = 3;
  constexpr unsigned kSubscribe = 8;
  std::string packet;
  for (std::size_t body = 0; receive_packet(pair.client, packet, body);) {
    const unsigned type = static_cast<unsigned char>(packet[0]) >> 4U;
    if (type == kSubscribe && swallows_subscriptions_) continue;
    if (type == kPublish) {
      const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(packet[body]))
                                   << 8U |
                               static_cast<unsigned char>(packet[body + 1]);
      if (packet.substr(body + 2, size).find(disliked_) != std::string::npos) {
        ++hang_ups_;
        break;
      }
    }
    if (!send_all(pair.broker, packet)) break;
  }
  shutdown(pair.client, SHUT_RDWR);
  shutdown(pair.broker, SHUT_RDWR);
}

void PickyProxy::pass_down(const Pair& pair) {
  std::array<char, 4096> bytes{};
  for (ssize_t got = 0; (got = recv(pair.broker, bytes.data(), bytes.size(), 0)) > 0;) {
    if (!send_all(pair.client, {bytes.data(), static_cast<std::size_t>(got)})) break;
  }
  shutdown(pair.client, SHUT_RDWR);
}
