// SPDX-License-Identifier: MIT
#include "transport/connection.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "gateway/http/limits.h"

namespace gateway::http {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How long a client may still send while its answer is on the way: see finish().
constexpr milliseconds kLinger{2'000};

/// Waits for `events`, at most until `until`; false: none came.
bool wait_for(int fd, short events, Clock::time_point until) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    pollfd entry{.fd = fd, .events = events, .revents = 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

}  // namespace

Connection::Connection(int fd)
    : fd_(fd), read_until_(Clock::now() + milliseconds(kRequestReadMs)) {}

Connection::~Connection() {
  finish();
  ::close(fd_);
}

bool Connection::fill() {
  const auto idle_until = Clock::now() + milliseconds(kReadIdleMs);
  if (!wait_for(fd_, POLLIN, std::min(idle_until, read_until_))) return false;
  begin_ = end_ = 0;
  const ssize_t got = ::recv(fd_, buffer_.data(), buffer_.size(), 0);
  if (got < 0) return false;
  end_ = static_cast<std::size_t>(got);
  return true;
}

void Connection::count_head(const char* data, std::size_t size) {
  for (std::size_t i = 0; i < size && in_head_; ++i) {
    ++head_bytes_;
    if (data[i] == '\n') ++line_ends_;
    if (data[i] != '\n' && data[i] != '\r') line_ends_ = 0;
    if (line_ends_ == 2) in_head_ = false;
  }
}

ssize_t Connection::read(char* out, std::size_t size) {
  if (in_head_ && head_bytes_ >= kHeaderBytesMax) return -1;
  if (begin_ == end_ && !fill()) return -1;
  const std::size_t taken = std::min(size, end_ - begin_);
  std::memcpy(out, buffer_.data() + begin_, taken);
  begin_ += taken;
  if (in_head_) count_head(out, taken);
  return static_cast<ssize_t>(taken);
}

ssize_t Connection::write(const char* data, std::size_t size) {
  const auto until = Clock::now() + milliseconds(kWriteMs);
  std::size_t sent = 0;
  answered_ = true;
  while (sent < size) {
    if (!wait_for(fd_, POLLOUT, until)) return -1;
    const ssize_t put = ::send(fd_, data + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put > 0) sent += static_cast<std::size_t>(put);
    if (put < 0 && errno != EAGAIN && errno != EINTR) return -1;
  }
  return static_cast<ssize_t>(size);
}

bool Connection::readable() const {
  return begin_ < end_ || wait_for(fd_, POLLIN, Clock::now() + milliseconds(kReadIdleMs));
}

bool Connection::writable() const {
  return wait_for(fd_, POLLOUT, Clock::now() + milliseconds(kWriteMs));
}

/// Closing a socket with unread bytes in it resets the connection, and a client
/// that still sends a body that we refused would never see why. So this ends our
/// direction first and reads what still comes, for a while.
void Connection::finish() {
  if (::shutdown(fd_, SHUT_WR) != 0) return;
  const auto until = Clock::now() + kLinger;
  while (wait_for(fd_, POLLIN, until) && ::recv(fd_, buffer_.data(), buffer_.size(), 0) > 0) {
  }
}

}  // namespace gateway::http
