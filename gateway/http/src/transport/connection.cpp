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

using std::chrono::milliseconds;

// How long a client may still send while its answer is on the way: see finish().
constexpr milliseconds kLinger{2'000};

}  // namespace

Connection::Connection(int fd, const Patience& patience, const StopNotice& stop,
                       SlowClients& slow_clients)
    : fd_(fd),
      patience_(patience),
      stop_(stop),
      slow_clients_(slow_clients),
      read_until_(begun_ + milliseconds(patience.request_read_ms)) {}

Connection::~Connection() {
  finish();
  ::close(fd_);
}

Connection::Clock::time_point Connection::end_of(Clock::time_point until) const {
  const auto stop_at = stop_.given_at();
  if (!stop_at) return until;
  const auto since = answering_since_ ? std::max(*stop_at, *answering_since_) : *stop_at;
  return std::min(until, since + milliseconds(patience_.stop_ms));
}

bool Connection::wait_for(short events, Clock::time_point since, Clock::time_point until) const {
  const SlowClients::Wait waiting(slow_clients_, fd_, since);
  for (;;) {
    const bool told = stop_.given_at().has_value();
    const auto left = std::chrono::ceil<milliseconds>(end_of(until) - Clock::now());
    pollfd entries[] = {{.fd = fd_, .events = events, .revents = 0},
                        {.fd = told ? -1 : stop_.fd(), .events = POLLIN, .revents = 0}};
    const int ready = ::poll(entries, 2, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready > 0 && entries[0].revents != 0) return true;
    if (ready == 0 || (ready < 0 && errno != EINTR)) return false;
  }
}

bool Connection::fill() {
  const auto idle_until = Clock::now() + milliseconds(patience_.read_idle_ms);
  // Not even what is there already: a client that goes on sending would never come to an end.
  if (Clock::now() >= end_of(read_until_)) return false;
  if (!wait_for(POLLIN, begun_, std::min(idle_until, read_until_))) return false;
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
  const auto since = Clock::now();
  const auto until = since + milliseconds(patience_.write_ms);
  std::size_t sent = 0;
  if (!answering_since_) answering_since_ = Clock::now();
  while (sent < size) {
    if (!wait_for(POLLOUT, since, until)) return -1;
    const ssize_t put = ::send(fd_, data + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put > 0) sent += static_cast<std::size_t>(put);
    if (put < 0 && errno != EAGAIN && errno != EINTR) return -1;
  }
  return static_cast<ssize_t>(size);
}

bool Connection::readable() const {
  return begin_ < end_ ||
         wait_for(POLLIN, begun_, Clock::now() + milliseconds(patience_.read_idle_ms));
}

bool Connection::writable() const {
  const auto now = Clock::now();
  return wait_for(POLLOUT, now, now + milliseconds(patience_.write_ms));
}

/// Closing a socket with unread bytes in it resets the connection, and a client
/// that still sends a body that we refused would never see why. So this ends our
/// direction first and reads what still comes, for a while.
void Connection::finish() {
  if (::shutdown(fd_, SHUT_WR) != 0) return;
  answering_since_.reset();  // at a stop there is no more time for this than for the request
  const auto since = Clock::now();
  const auto until = since + kLinger;
  while (Clock::now() < end_of(until) && wait_for(POLLIN, since, until) &&
         ::recv(fd_, buffer_.data(), buffer_.size(), 0) > 0) {
  }
}

}  // namespace gateway::http
