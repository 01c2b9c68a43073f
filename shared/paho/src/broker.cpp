// SPDX-License-Identifier: MIT
#include "paho/broker.h"

#include <algorithm>
#include <charconv>

namespace paho {
namespace {

constexpr std::string_view kPlain = "mqtt://";
constexpr std::string_view kTls = "mqtts://";

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

bool is_address_character(char c) {
  return is_host_character(c) || c == ':' || c == '%';
}

bool parse_port(std::string_view text, std::uint16_t& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port != 0;
}

/// Messages are read over shoulders and kept in logs: no password in them.
std::string without_login(std::string_view url) {
  const std::size_t at = url.rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  const std::size_t scheme = url.find("://");
  const std::size_t login = scheme == std::string_view::npos || scheme > at ? 0 : scheme + 3;
  return std::string(url.substr(0, login)) + "..." + std::string(url.substr(at));
}

tl::unexpected<std::string> complaint(std::string_view url, std::string_view what) {
  return tl::unexpected("broker address '" + without_login(url) + "': " + std::string(what));
}

/// "host:port"
std::string place_of(const Broker& broker) {
  const bool is_ipv6 = broker.host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + broker.host + "]" : broker.host) + ":" + std::to_string(broker.port);
}

}  // namespace

std::string Broker::url() const {
  return std::string(tls ? kTls : kPlain) + place_of(*this);
}

std::string Broker::paho_uri() const {
  return (tls ? "ssl://" : "tcp://") + place_of(*this);
}

tl::expected<Broker, std::string> parse_broker(std::string_view url) {
  Broker broker;
  broker.tls = url.starts_with(kTls);
  if (!broker.tls && !url.starts_with(kPlain)) {
    return complaint(url, "must start with mqtt:// or, for TLS, mqtts://");
  }
  broker.port = broker.tls ? 8883 : 1883;
  std::string_view rest = url.substr(broker.tls ? kTls.size() : kPlain.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find('@') != std::string_view::npos) {
    return complaint(url, "user name and password do not belong here; see the options for them");
  }
  std::string_view host = rest.substr(0, rest.find(':'));
  std::string_view after = rest.substr(host.size());
  const bool in_brackets = rest.starts_with('[');
  if (in_brackets) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return complaint(url, "']' is missing");
    host = rest.substr(1, close - 1);
    after = rest.substr(close + 1);
  }
  const bool host_valid =
      !host.empty() &&
      std::all_of(host.begin(), host.end(), in_brackets ? is_address_character : is_host_character);
  if (!host_valid) return complaint(url, "needs a host name or address, as in mqtt://192.0.2.7");
  broker.host = host;
  if (after.empty()) return broker;
  if (after.front() != ':' || !parse_port(after.substr(1), broker.port)) {
    return complaint(url, "the port must be a number from 1 to 65535");
  }
  return broker;
}

tl::expected<std::vector<Broker>, std::string> parse_brokers(std::string_view urls) {
  std::vector<Broker> brokers;
  while (true) {
    const std::size_t comma = urls.find(',');
    std::string_view url = urls.substr(0, comma);
    while (url.starts_with(' ')) url.remove_prefix(1);
    while (url.ends_with(' ')) url.remove_suffix(1);
    tl::expected<Broker, std::string> broker = parse_broker(url);
    if (!broker) return tl::unexpected(broker.error());
    brokers.push_back(*std::move(broker));
    if (comma == std::string_view::npos) return brokers;
    urls.remove_prefix(comma + 1);
  }
}

}  // namespace paho
