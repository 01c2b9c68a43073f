// SPDX-License-Identifier: MIT
#include "probe.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace {

constexpr int kConnect = 1, kConnack = 2, kPublish = 3, kPuback = 4, kSubscribe = 8, kSuback = 9;

std::string two_bytes(std::size_t value) {
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xFFU)};
}

std::string text(std::string_view value) {
  return two_bytes(value.size()) + std::string(value);
}

std::string packet(int type, int flags, const std::string& body) {
  std::string result(1, static_cast<char>((type << 4) | flags));
  std::size_t left = body.size();
  do {
    const std::size_t digit = left % 128;
    left /= 128;
    result += static_cast<char>(digit | (left > 0 ? 0x80U : 0U));
  } while (left > 0);
  return result + body;
}

bool read_exactly(int fd, char* into, std::size_t count) {
  while (count > 0) {
    const ssize_t got = recv(fd, into, count, 0);
    if (got <= 0) return false;
    into += got;
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

// By which a gateway proves what it may do; subscribers ignore them.
bool is_gateways_probe(const Probe::Received& message) {
  return message.topic.find("/@gateway") != std::string::npos ||
         message.payload.starts_with(R"({"v":1,"run":")");
}

}  // namespace

Probe::Probe(std::uint16_t port, const std::string& client_id) {
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  reader_ = std::thread([this] { read_packets(); });
  constexpr char kCleanSession = 2;
  send(packet(kConnect, 0, text("MQTT") + '\4' + kCleanSession + two_bytes(0) + text(client_id)));
}

Probe::~Probe() {
  shutdown(fd_, SHUT_RDWR);
  reader_.join();
  close(fd_);
}

// Sends one packet; everything but a QoS 0 PUBLISH has one answer, waited for.
void Probe::send(std::string_view bytes) {
  const int type = static_cast<unsigned char>(bytes[0]) >> 4;
  ASSERT_EQ(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(bytes.size()));
  if (type == kPublish && (bytes[0] & 6) == 0) return;
  std::unique_lock lock(mutex_);
  ASSERT_TRUE(more_.wait_for(lock, kHung, [this] { return answers_ > 0 || closed_; }));
  ASSERT_FALSE(closed_) << "the broker closed the probe's connection";
  --answers_;
}

void Probe::subscribe(const std::string& filter) {
  send(packet(kSubscribe, 2, two_bytes(++last_id_) + text(filter) + '\0'));
}

void Probe::publish(const std::string& topic, const std::string& payload, int qos, bool retain) {
  std::string body = text(topic);
  if (qos > 0) body += two_bytes(++last_id_);
  send(packet(kPublish, (qos << 1) | (retain ? 1 : 0), body + payload));
}

void Probe::read_packets() {
  char head = 0;
  while (read_exactly(fd_, &head, 1)) {
    std::size_t size = 0;
    char digit = 0;
    for (unsigned shift = 0; read_exactly(fd_, &digit, 1); shift += 7) {
      size += (static_cast<unsigned char>(digit) & 0x7FU) << shift;
      if ((digit & 0x80) == 0) break;
    }
    std::string body(size, '\0');
    if (!read_exactly(fd_, body.data(), size)) break;
    take_packet(head, body);
  }
  const std::lock_guard lock(mutex_);
  closed_ = true;
  more_.notify_all();
}

void Probe::take_packet(char head, std::string_view body) {
  const int type = static_cast<unsigned char>(head) >> 4;
  const std::lock_guard lock(mutex_);
  if (type == kConnack || type == kSuback || type == kPuback) ++answers_;
  if (type == kPublish) {  // QoS 0: so the probe subscribes
    const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(body[0])) << 8U |
                             static_cast<unsigned char>(body[1]);
    Received message{std::string(body.substr(2, size)), std::string(body.substr(2 + size)),
                     (head & 1) != 0};
    if (is_gateways_probe(message)) return;
    newest_[message.topic] = message.payload;
    if (message.payload.empty()) newest_.erase(message.topic);
    received_.push_back(std::move(message));
  }
  more_.notify_all();
}

std::optional<Probe::Received> Probe::next(std::string_view prefix, std::chrono::seconds timeout) {
  std::unique_lock lock(mutex_);
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    while (!received_.empty()) {
      Received message = std::move(received_.front());
      received_.pop_front();
      if (message.topic.starts_with(prefix)) return message;
    }
    if (closed_ || more_.wait_until(lock, deadline) == std::cv_status::timeout) return std::nullopt;
  }
}

bool Probe::sees(const std::string& topic, const std::string& part, std::chrono::seconds timeout) {
  while (const auto message = next(topic, timeout)) {
    if (message->topic == topic && message->payload.find(part) != std::string::npos) return true;
  }
  return false;
}

std::map<std::string, std::string> Probe::newest_locked(const std::string& prefix) const {
  std::map<std::string, std::string> found;
  for (const auto& each : newest_) {
    if (each.first.starts_with(prefix)) found.insert(each);
  }
  return found;
}

std::map<std::string, std::string> Probe::newest(const std::string& prefix) const {
  const std::lock_guard lock(mutex_);
  return newest_locked(prefix);
}

bool Probe::wait_newest(const std::string& prefix, const std::map<std::string, std::string>& wanted,
                        std::chrono::seconds timeout) const {
  std::unique_lock lock(mutex_);
  return more_.wait_for(lock, timeout, [&] { return newest_locked(prefix) == wanted; });
}

std::map<std::string, std::string> retained_at(std::uint16_t port, const std::string& filter) {
  Probe late(port, "late");
  late.subscribe(filter);
  late.subscribe("probe/end");
  late.publish("probe/end", "now");  // comes back after all that was kept
  EXPECT_TRUE(late.sees("probe/end", "now"));
  auto found = late.newest("");
  found.erase("probe/end");
  return found;
}
