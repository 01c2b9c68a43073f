// SPDX-License-Identifier: MIT
// The broker's ceiling: the echo gateway without a library. One thread reads what has come,
// and writes all answers to it at once. What it cannot do, no gateway behind that broker can.
//
//   raw_echo_gateway PORT     of a broker on 127.0.0.1; until SIGTERM, or the broker leaves
//
// Speaks as much of MQTT 3.1.1 as that takes: CONNECT, SUBSCRIBE, PUBLISH of QoS 0, PINGREQ.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "echo_answer.h"
#include "wire/topics.h"

namespace {

using View = std::string_view;

constexpr std::uint16_t kKeepAliveS = 60;
constexpr int kIdleMs = 20'000;
constexpr std::size_t kReadBytes = 256 * 1024;

enum Packet : std::uint8_t {
  kConnack = 0x20,
  kPublish = 0x30,
  kConnect = 0x10,
  kSubscribe = 0x82,
  kPingreq = 0xC0,
};
constexpr std::uint8_t kTypeMask = 0xF0;
constexpr std::uint8_t kRetained = 0x01;

std::string two_bytes(std::size_t number) {
  return {static_cast<char>(number >> 8U), static_cast<char>(number & 0xFFU)};
}

std::string text_field(View text) {
  return two_bytes(text.size()).append(text);
}

/// Appends a packet: its first byte, the length in groups of seven bits, the rest.
void append_packet(std::string& out, unsigned first, View rest) {
  out.push_back(static_cast<char>(first));
  std::size_t length = rest.size();
  do {
    const std::size_t more = length > 0x7F ? 0x80 : 0;
    out.push_back(static_cast<char>((length & 0x7FU) | more));
    length >>= 7U;
  } while (length > 0);
  out.append(rest);
}

struct Incoming {
  std::uint8_t first = 0;
  View rest;
};

/// Takes the first packet off `bytes`; none while it is not whole.
std::optional<Incoming> take_packet(View& bytes) {
  std::size_t length = 0;
  for (std::size_t at = 1; at < bytes.size() && at <= 4; ++at) {
    const auto byte = static_cast<std::uint8_t>(bytes[at]);
    length |= std::size_t{byte & 0x7FU} << (7U * (at - 1));
    if ((byte & 0x80U) != 0) continue;
    if (bytes.size() < at + 1 + length) return std::nullopt;
    const Incoming packet{static_cast<std::uint8_t>(bytes[0]), bytes.substr(at + 1, length)};
    bytes.remove_prefix(at + 1 + length);
    return packet;
  }
  return std::nullopt;
}

std::string greeting(View topic) {
  constexpr char kLevel = 4;  // MQTT 3.1.1
  constexpr char kCleanSession = 2;
  std::string out;
  append_packet(out, kConnect,
                text_field("MQTT") + kLevel + kCleanSession + two_bytes(kKeepAliveS) +
                    text_field("raw-socket-echo"));
  constexpr std::size_t kPacketId = 1;
  append_packet(out, kSubscribe, two_bytes(kPacketId) + text_field(topic) + '\0');
  return out;
}

/// Appends the answer to a batch.
void answer(std::string& out, View publish) {
  const auto high = static_cast<std::uint8_t>(publish[0]);
  const auto low = static_cast<std::uint8_t>(publish[1]);
  const std::size_t topic_bytes = (std::size_t{high} << 8U) | low;
  const View topic = publish.substr(2, topic_bytes);
  const View batch = publish.substr(2 + topic_bytes);
  append_packet(out, kPublish | kRetained,
                text_field(bench::ack_topic_of(topic)) + bench::answer_to(batch));
}

bool send_all(int fd, View bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

int connect_to(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in broker{};
  broker.sin_family = AF_INET;
  broker.sin_port = htons(port);
  broker.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return connect(fd, reinterpret_cast<const sockaddr*>(&broker), sizeof(broker)) == 0 ? fd : -1;
}

/// Reads what has come and answers it with one write; false when it is over.
bool answer_burst(int fd, std::string& unread, std::string& out) {
  const std::size_t before = unread.size();
  unread.resize(before + kReadBytes);
  const ssize_t count = recv(fd, unread.data() + before, kReadBytes, 0);
  unread.resize(before + static_cast<std::size_t>(count > 0 ? count : 0));
  if (count <= 0) return count < 0 && errno == EINTR;
  View left = unread;
  out.clear();
  while (const auto packet = take_packet(left)) {
    const std::uint8_t type = packet->first & kTypeMask;
    if (type == kPublish && packet->rest.size() >= 2) answer(out, packet->rest);
    if (type == kConnack && packet->rest != View("\0\0", 2)) return false;
  }
  unread.erase(0, unread.size() - left.size());
  return send_all(fd, out);
}

}  // namespace

int main(int argc, char** argv) {
  std::uint16_t port = 0;
  const View number = argc == 2 ? argv[1] : "";
  std::from_chars(number.data(), number.data() + number.size(), port);
  const auto topics = wire::Topics::make("shelfwire/v1", "main");
  if (port == 0 || !topics) {
    std::fprintf(stderr, "usage: raw_echo_gateway PORT\n");
    return 2;
  }
  const int fd = connect_to(port);
  if (fd < 0 || !send_all(fd, greeting(topics->all_up().view()))) return 1;
  std::string ping;
  append_packet(ping, kPingreq, "");
  std::string unread;
  std::string out;
  for (pollfd source{fd, POLLIN, 0};;) {
    const bool idle = poll(&source, 1, kIdleMs) == 0;
    if (idle ? !send_all(fd, ping) : !answer_burst(fd, unread, out)) return 1;
  }
}
