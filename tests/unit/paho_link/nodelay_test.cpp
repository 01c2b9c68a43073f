// SPDX-License-Identifier: MIT
// Promise: the socket that leads to the broker sends small packets at once or lets
// acknowledgements wait, as asked, and sockets that lead elsewhere are left alone.
// Method: two loopback listeners, one connection to each, and what the kernel says
// about them afterwards.
#include "paho/nodelay.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "paho/sockets.h"

namespace {

class Socket {
 public:
  Socket() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  /// Port of loopback that it now listens on.
  std::uint16_t listen_anywhere() {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(fd_, 1), 0);
    EXPECT_EQ(getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    return ntohs(address.sin_port);
  }
  void connect_to(std::uint16_t port) {
    const sockaddr_in address = loopback(port);
    EXPECT_EQ(connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  }
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool sends_at_once() const { return option(TCP_NODELAY); }
  [[nodiscard]] bool acks_at_once() const { return option(TCP_QUICKACK); }

 private:
  [[nodiscard]] bool option(int name) const {
    int on = 0;
    socklen_t size = sizeof(on);
    EXPECT_EQ(getsockopt(fd_, IPPROTO_TCP, name, &on, &size), 0);
    return on != 0;
  }
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  int fd_;
};

TEST(Nodelay, IsSetOnTheBrokersSocketOnly) {
  Socket broker, other;
  const std::uint16_t port = broker.listen_anywhere();
  Socket to_broker, to_other;
  to_broker.connect_to(port);
  to_other.connect_to(other.listen_anywhere());
  EXPECT_EQ(paho::set_nodelay_to({"127.0.0.1", port, false}), 1);
  EXPECT_TRUE(to_broker.sends_at_once());
  EXPECT_FALSE(to_other.sends_at_once());
}

TEST(DelayAcks, IsSetOnTheBrokersSocket) {
  Socket broker;
  const std::uint16_t port = broker.listen_anywhere();
  Socket to_broker;
  to_broker.connect_to(port);
  ASSERT_TRUE(to_broker.acks_at_once());
  EXPECT_EQ(paho::delay_acks_to({"127.0.0.1", port, false}), 1);
  EXPECT_FALSE(to_broker.acks_at_once());
}

TEST(Sockets, ASecondConnectionOnTheSameDescriptorIsAnother) {
  Socket broker;
  const paho::Broker where{"127.0.0.1", broker.listen_anywhere(), false};
  std::vector<paho::Socket> first;
  {
    Socket connection;
    connection.connect_to(where.port);
    first = paho::sockets_to(where);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].fd, connection.fd());
    EXPECT_EQ(paho::sockets_to(where), first);
  }
  Socket connection;
  connection.connect_to(where.port);
  const auto second = paho::sockets_to(where);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].fd, first[0].fd);
  EXPECT_NE(second[0].id, first[0].id);
}

TEST(Nodelay, FindsNothingWhenThereIsNoConnection) {
  Socket broker;
  EXPECT_EQ(paho::set_nodelay_to({"127.0.0.1", broker.listen_anywhere(), false}), 0);
}

}  // namespace
