// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "support/waiting.h"

namespace support {

/// The answer: the number of the status line, the head as text, the body (chunks
/// joined).
struct RawReply {
  int status = 0;
  std::string head;
  std::string body;

  /// Value of a header, by its lower-case name; empty when it is not there.
  [[nodiscard]] std::string header(const std::string& name) const {
    std::string lower = head;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto at = lower.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

/// A client that sends exactly the given bytes on one connection to a Unix socket. A
/// server that is silent for 30 s fails the test.
class RawConnection {
 public:
  /// Does not block while the server's queue of new clients is full: whoever waits there is not
  /// woken when the server stops, but when its socket is closed.
  explicit RawConnection(const std::string& path)
      : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    while (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      if (errno == EAGAIN) {
        std::this_thread::yield();
        continue;
      }
      close(fd_);
      throw std::runtime_error("nobody answers on " + path);
    }
    fcntl(fd_, F_SETFL, 0);
  }
  ~RawConnection() { close(fd_); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// Sends all bytes; false: the server does not read any more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  void finish_sending() const { shutdown(fd_, SHUT_WR); }

  /// Whether the server has read all that was sent.
  [[nodiscard]] bool all_read() const {
    int unread = 0;
    return ioctl(fd_, SIOCOUTQ, &unread) == 0 && unread == 0;
  }
  /// Waits until an answer begins, and leaves it unread.
  void wait_for_answer() const {
    pollfd entry{.fd = fd_, .events = POLLIN, .revents = 0};
    poll(&entry, 1, -1);
  }

  /// Reads until the server closes.
  RawReply receive() {
    std::string all;
    char buffer[64 * 1024];
    for (;;) {
      pollfd entry{.fd = fd_, .events = POLLIN, .revents = 0};
      constexpr int kHungMs = std::chrono::milliseconds(kHung).count();
      if (poll(&entry, 1, kHungMs) <= 0) throw std::runtime_error("the server is silent");
      const ssize_t got = recv(fd_, buffer, sizeof buffer, 0);
      if (got <= 0) break;
      all.append(buffer, static_cast<std::size_t>(got));
    }
    return parse(all);
  }

 private:
  static RawReply parse(const std::string& all) {
    RawReply reply;
    const auto end = all.find("\r\n\r\n");
    if (end == std::string::npos || all.size() < 12) return reply;
    reply.status = std::atoi(all.c_str() + 9);
    reply.head = all.substr(0, end + 2);
    reply.body = all.substr(end + 4);
    if (reply.header("transfer-encoding") == "chunked") reply.body = join(reply.body);
    return reply;
  }
  static std::string join(const std::string& chunks) {
    std::string body;
    std::size_t at = 0;
    for (;;) {
      const std::size_t line = chunks.find("\r\n", at);
      if (line == std::string::npos) return body;
      const std::size_t size = std::strtoul(chunks.c_str() + at, nullptr, 16);
      if (size == 0) return body;
      body += chunks.substr(line + 2, size);
      at = line + 2 + size + 2;
    }
  }

  int fd_;
};

/// Sends one request and returns the reply.
inline RawReply http_request(const std::string& path, std::string_view method,
                             std::string_view target, std::string_view body = {},
                             std::string_view headers = {}) {
  RawConnection connection(path);
  std::string text = std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\nHost: x\r\n";
  text += headers;
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n";
  connection.send(text);
  connection.send(body);
  return connection.receive();
}

}  // namespace support
