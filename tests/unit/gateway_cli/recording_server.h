// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace gateway::cli {

/// Listens on a Unix socket, answers every request with the same object, at first an empty one,
/// and keeps what it was asked.
class RecordingServer {
 public:
  explicit RecordingServer(const std::string& path) : fd_(socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const auto* const where = reinterpret_cast<const sockaddr*>(&address);
    if (bind(fd_, where, sizeof address) != 0 || listen(fd_, 8) != 0) {
      throw std::runtime_error("cannot listen on " + path);
    }
    thread_ = std::thread([this] { serve(); });
  }
  ~RecordingServer() {
    shutdown(fd_, SHUT_RDWR);
    thread_.join();
    close(fd_);
  }
  RecordingServer(const RecordingServer&) = delete;
  RecordingServer& operator=(const RecordingServer&) = delete;

  /// Answers so many requests more, and refuses all that follow.
  void refuse_after(int requests) { answers_left_ = requests; }

  /// From now on the answer is `body`.
  void answer_with(std::string body) {
    const std::lock_guard lock(mutex_);
    body_ = std::move(body);
  }

  /// Method, target and body of each request since the last call.
  std::vector<std::string> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(requests_, {});
  }

 private:
  void serve() {
    for (int client = accept(fd_, nullptr, nullptr); client >= 0;
         client = accept(fd_, nullptr, nullptr)) {
      std::string request = read_request(client);
      std::string body;
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(std::move(request));
        body = body_;
      }
      const std::string status = answers_left_-- > 0 ? "200 OK" : "500 Gone";
      const std::string answer =
          "HTTP/1.1 " + status +
          "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
          "\r\nConnection: close\r\n\r\n" + body;
      static_cast<void>(send(client, answer.data(), answer.size(), MSG_NOSIGNAL));
      close(client);
    }
  }

  static std::string read_request(int client) {
    std::string bytes;
    std::size_t body = std::string::npos;
    std::size_t size = 0;
    while (body == std::string::npos || bytes.size() < body + size) {
      char piece[4096];
      const ssize_t got = recv(client, piece, sizeof piece, 0);
      if (got <= 0) break;
      bytes.append(piece, static_cast<std::size_t>(got));
      const auto head_end = bytes.find("\r\n\r\n");
      if (head_end == std::string::npos) continue;
      body = head_end + 4;
      const auto length = bytes.find("Content-Length: ");
      if (length < head_end) size = std::stoul(bytes.substr(length + 16));
    }
    const std::string line = bytes.substr(0, bytes.find(" HTTP/"));
    const bool has_body = body != std::string::npos && bytes.size() > body;
    return has_body ? line + ' ' + bytes.substr(body) : line;
  }

  int fd_;
  std::atomic<int> answers_left_ = std::numeric_limits<int>::max();
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::string body_ = "{}";
  std::thread thread_;
};

}  // namespace gateway::cli
