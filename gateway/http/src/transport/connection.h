// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>
#include <array>
#include <chrono>
#include <cstddef>

#include "gateway/http/server.h"
#include "transport/slow_clients.h"
#include "transport/stop_notice.h"

namespace gateway::http {

/// The byte stream of one client, with limits. Reading fails (-1) when the client is
/// silent for too long, when head and body take too long, or when the head is longer than
/// kHeaderBytesMax. Writing fails when a piece takes too long. Once the server stops, there is
/// `Patience::stop_ms` left: to read what was not read yet, and after that to write the answer.
/// Owns the socket; one thread.
class Connection {
 public:
  /// `fd` is a connected stream socket.
  Connection(int fd, const Patience& patience, const StopNotice& stop, SlowClients& slow_clients);
  /// Closes the socket; the client can still read what was written (see finish()).
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Bytes read, 0 at the end of the stream, -1 on error or at a limit.
  ssize_t read(char* out, std::size_t size);
  /// Writes all of it and returns `size`, or -1.
  ssize_t write(const char* data, std::size_t size);

  [[nodiscard]] bool readable() const;
  [[nodiscard]] bool writable() const;
  /// Whether anything was received from the client, and whether anything was sent to it.
  [[nodiscard]] bool heard() const { return head_bytes_ > 0; }
  [[nodiscard]] bool answered() const { return answering_since_.has_value(); }
  [[nodiscard]] int fd() const { return fd_; }

 private:
  using Clock = std::chrono::steady_clock;

  /// Waits for `events`, at most until `until`; false: none came. `since`: when this began.
  [[nodiscard]] bool wait_for(short events, Clock::time_point since, Clock::time_point until) const;
  /// When a wait ends that would end at `until`.
  [[nodiscard]] Clock::time_point end_of(Clock::time_point until) const;
  bool fill();
  void count_head(const char* data, std::size_t size);
  void finish();

  int fd_;
  Patience patience_;
  const StopNotice& stop_;
  SlowClients& slow_clients_;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point read_until_;
  std::optional<Clock::time_point> answering_since_;
  std::array<char, 16 * 1024> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t head_bytes_ = 0;
  std::size_t line_ends_ = 0;  // one after the other: two end the head
  bool in_head_ = true;
};

}  // namespace gateway::http
