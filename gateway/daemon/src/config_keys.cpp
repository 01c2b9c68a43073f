// SPDX-License-Identifier: MIT
#include "config_keys.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fstream>
#include <iterator>
#include <type_traits>
#include <utility>

#include "gateway/http/limits.h"
#include "gateway/limits.h"
#include "gateway/text/calendar.h"
#include "gateway/text/texts.h"
#include "paho/broker.h"
#include "wire/ids.h"
#include "wire/topics.h"

namespace gateway::daemon {

namespace {

using Value = std::string_view;

constexpr std::size_t kSecretBytesMax = 1024;
constexpr std::size_t kTaxIdBytesMax = 40;

std::string set_text(std::string& field, Value value) {
  field = value;
  return {};
}

template <typename T>
std::string set_number(T& field, Value value, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = error == std::errc{} && end == value.data() + value.size();
  if (!whole || number < least || number > most) {
    return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  }
  field = static_cast<T>(number);
  return {};
}

template <typename T>
using Word = std::pair<Value, std::type_identity_t<T>>;  ///< a word and its meaning

template <typename T>
std::string set_word(T& field, Value value, std::initializer_list<Word<T>> words) {
  std::string allowed;
  for (const auto& [word, meaning] : words) {
    if (value == word) {
      field = meaning;
      return {};
    }
    allowed += (allowed.empty() ? "" : ", ") + std::string(word);
  }
  return "must be one of: " + allowed;
}

/// A password or token: the first line of a file that only its owner should read.
std::string read_secret(std::string& field, Value path) {
  std::ifstream file{std::string(path), std::ios::binary};
  std::string secret;
  if (!file || !(std::getline(file, secret) || file.eof())) {
    return "cannot read " + std::string(path) + ": give the path of a file with the secret in it";
  }
  while (!secret.empty() && (secret.back() == '\r' || secret.back() == '\n')) secret.pop_back();
  if (secret.empty() || secret.size() > kSecretBytesMax) {
    return std::string(path) + " must hold one line of 1 to 1024 bytes";
  }
  field = std::move(secret);
  return {};
}

std::string set_readable_file(std::string& field, Value path) {
  std::ifstream file{std::string(path)};
  file.peek();  // a folder can be opened
  if (!file.is_open() || file.bad()) return "cannot read " + std::string(path);
  return set_text(field, path);
}

std::string set_site(Config& config, Value value) {
  if (!wire::is_name(value)) {
    return "must be 1 to 32 letters, digits, '.', '_' or '-', beginning with a letter or digit";
  }
  config.engine.site = config.mqtt.site = config.http.site = value;
  return {};
}

/// Whether it is a topic, or part of one, to which we may publish.
bool is_plain_topic(Value value) {
  const auto bad = [](char c) {
    return c == '+' || c == '#' || static_cast<unsigned char>(c) < 0x20;
  };
  return !value.empty() && value.size() <= wire::kPrefixBytesMax && value.front() != '/' &&
         value.back() != '/' && value.front() != '$' &&
         std::none_of(value.begin(), value.end(), bad);
}

std::string set_prefix(Config& config, Value value) {
  if (!wire::Topics::make(value, "main")) {
    return "must be at most 64 bytes: names of letters, digits, '.', '_' or '-', beginning with a "
           "letter or digit, with '/' between them";
  }
  return set_text(config.mqtt.site_prefix, value);
}

std::string set_inventory_topic(Config& config, Value value) {
  if (!value.empty() && !is_plain_topic(value)) {
    return "must be a topic of at most 64 bytes without '+' and '#', or empty to turn it off";
  }
  return set_text(config.mqtt.plain_topic, value);
}

std::string set_urls(Config& config, Value value) {
  const auto brokers = paho::parse_brokers(value);
  if (!brokers) return brokers.error();
  return set_text(config.mqtt.urls, value);
}

std::string set_absolute(std::string& field, Value value) {
  if (!value.starts_with('/')) return "must be an absolute path";
  return set_text(field, value);
}

std::string set_line(std::string& field, Value value, std::size_t bytes_max) {
  std::string problem = judge_line(value, bytes_max);
  return problem.empty() ? set_text(field, value) : problem;
}

/// Of http.socket.
std::string set_socket(Config& config, Value value) {
  if (value.size() > http::kSocketPathBytesMax) {
    return "must be at most " + std::to_string(http::kSocketPathBytesMax) +
           " bytes: the system takes no longer one";
  }
  return set_absolute(config.http.socket_path, value);
}

/// Files written on Windows end their lines with CR LF.
std::string set_address(Config& config, Value value) {
  std::string lines(value);
  std::erase(lines, '\r');
  std::string problem = judge_lines(lines, kPostalAddressBytesMax);
  return problem.empty() ? set_text(config.engine.company.address, lines) : problem;
}

std::string set_currency(Config& config, Value value) {
  constexpr std::size_t kLetters = 3;
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (value.size() != kLetters || !std::all_of(value.begin(), value.end(), capital)) {
    return "must be a currency's three capital letters, such as EUR";
  }
  return set_text(config.engine.company.currency, value);
}

std::string set_reservation_days(Config& config, Value value) {
  constexpr std::int64_t kDecadeDays = 3'650;
  std::int64_t days = 0;
  std::string problem = set_number(days, value, 0, kDecadeDays);
  if (problem.empty()) config.engine.reservation_ms = days * kDayMs;
  return problem;
}

std::string set_upstream_url(Config& config, Value value) {
  config.engine.upstream = !value.empty();
  return set_text(config.upstream.url, value);
}

std::string set_durability(Config& config, Value value) {
  return set_word(
      config.store_durability, value,
      {{"ring", store::Durability::kRing}, {"checkpoint", store::Durability::kCheckpoint}});
}

std::string set_log_level(Config& config, Value value) {
  return set_word(config.log_level, value,
                  {{"debug", "debug"}, {"info", "info"}, {"warn", "warn"}, {"error", "error"}});
}

std::string set_approval(Config& config, Value value) {
  return set_word(config.engine.approve_by_itself, value, {{"auto", true}, {"manual", false}});
}

std::string set_tls(Config& config, Value value) {
  return set_word(config.mail.tls, value,
                  {{"required", mail::Tls::kRequired}, {"none", mail::Tls::kNone}});
}

std::string set_order_policy(Config& config, Value value) {
  return set_word(config.engine.order_policy, value,
                  {{"all_or_nothing", OrderPolicy::kAllOrNothing},
                   {"partial", OrderPolicy::kPartial},
                   {"backorder", OrderPolicy::kBackorder}});
}

constexpr std::int64_t kWeekS = 604'800;

constexpr auto kKeys = std::to_array<ConfigKey>({
    {"site", "name", KeyKind::kText, set_site},
    {"site", "prefix", KeyKind::kText, set_prefix},
    {"mqtt", "url", KeyKind::kText, set_urls},
    {"mqtt", "username", KeyKind::kText,
     [](Config& c, Value v) { return set_text(c.mqtt.username, v); }},
    {"mqtt", "password_file", KeyKind::kText,
     [](Config& c, Value v) { return read_secret(c.mqtt.password, v); }},
    {"mqtt", "ca_file", KeyKind::kText,
     [](Config& c, Value v) { return set_readable_file(c.mqtt.ca_file, v); }},
    {"mqtt", "cert_file", KeyKind::kText,
     [](Config& c, Value v) { return set_readable_file(c.mqtt.cert_file, v); }},
    {"mqtt", "key_file", KeyKind::kText,
     [](Config& c, Value v) { return set_readable_file(c.mqtt.key_file, v); }},
    {"mqtt", "inventory_updates_topic", KeyKind::kText, set_inventory_topic},
    {"store", "path", KeyKind::kText,
     [](Config& c, Value v) { return set_absolute(c.store_path, v); }},
    {"store", "free_mb_min", KeyKind::kNumber,
     [](Config& c, Value v) { return set_number(c.store_free_mb_min, v, 0, 1'000'000'000); }},
    {"store", "durability", KeyKind::kText, set_durability},
    {"http", "socket", KeyKind::kText, set_socket},
    {"log", "level", KeyKind::kText, set_log_level},
    {"log", "format", KeyKind::kText,
     [](Config& c, Value v) {
       return set_word(c.log_format, v, {{"text", "text"}, {"json", "json"}});
     }},
    {"reorder", "interval_s", KeyKind::kNumber,
     [](Config& c, Value v) { return set_number(c.reorder_interval_s, v, 1, kWeekS); }},
    {"reorder", "default_threshold", KeyKind::kNumber,
     [](Config& c, Value v) {
       return set_number(c.engine.default_threshold, v, 0, kThresholdMax);
     }},
    {"reorder", "approval", KeyKind::kText, set_approval},
    {"mail", "url", KeyKind::kText, [](Config& c, Value v) { return set_text(c.mail.url, v); }},
    {"mail", "tls", KeyKind::kText, set_tls},
    {"mail", "from", KeyKind::kText, [](Config& c, Value v) { return set_text(c.mail.from, v); }},
    {"mail", "username", KeyKind::kText,
     [](Config& c, Value v) { return set_text(c.mail.username, v); }},
    {"mail", "password_file", KeyKind::kText,
     [](Config& c, Value v) { return read_secret(c.mail.password, v); }},
    {"mail", "hello", KeyKind::kText, [](Config& c, Value v) { return set_text(c.mail.hello, v); }},
    {"mail", "auth", KeyKind::kText, [](Config& c, Value v) { return set_text(c.mail.auth, v); }},
    {"mail", "ca_file", KeyKind::kText,
     [](Config& c, Value v) { return set_readable_file(c.mail.ca_file, v); }},
    {"upstream", "url", KeyKind::kText, set_upstream_url},
    {"upstream", "token_file", KeyKind::kText,
     [](Config& c, Value v) { return read_secret(c.upstream.token, v); }},
    {"upstream", "ca_file", KeyKind::kText,
     [](Config& c, Value v) { return set_readable_file(c.upstream.ca_file, v); }},
    {"order", "policy", KeyKind::kText, set_order_policy},
    {"order", "reservation_days", KeyKind::kNumber, set_reservation_days},
    {"company", "name", KeyKind::kText,
     [](Config& c, Value v) { return set_line(c.engine.company.name, v, kCustomerNameBytesMax); }},
    {"company", "address", KeyKind::kText, set_address},
    {"company", "tax_id", KeyKind::kText,
     [](Config& c, Value v) { return set_line(c.engine.company.tax_id, v, kTaxIdBytesMax); }},
    {"company", "currency", KeyKind::kText, set_currency},
});

}  // namespace

std::span<const ConfigKey> config_keys() {
  return kKeys;
}

std::string variable_of(const ConfigKey& key) {
  std::string name = "SHELFWIRE_" + std::string(key.section) + "_" + std::string(key.name);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

}  // namespace gateway::daemon
