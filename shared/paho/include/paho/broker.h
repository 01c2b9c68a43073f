// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace paho {

/// Where a broker listens.
struct Broker {
  std::string host;  ///< name or address; IPv6 without brackets
  std::uint16_t port = 1883;
  bool tls = false;

  /// As people write it: `mqtt://host:port`, or `mqtts://…` with TLS.
  [[nodiscard]] std::string url() const;
  /// As Paho spells it: `tcp://host:port`, or `ssl://…` with TLS.
  [[nodiscard]] std::string paho_uri() const;
  friend bool operator==(const Broker&, const Broker&) = default;
};

/// Reads `mqtt://host[:port]` (port 1883) or `mqtts://host[:port]` (TLS, port
/// 8883). The error is a sentence that says what is wrong and what would be right.
[[nodiscard]] tl::expected<Broker, std::string> parse_broker(std::string_view url);

/// Reads one or more such addresses separated by commas; the result is never empty. The
/// error is that of the first wrong one. Both functions are pure: any thread.
[[nodiscard]] tl::expected<std::vector<Broker>, std::string> parse_brokers(std::string_view urls);

}  // namespace paho
