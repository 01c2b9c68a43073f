// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/outbox/outbox.h"
#include "gateway/upstream/post.h"

namespace gateway::upstream {

/// Where events are posted, and with which token. Names in brackets are the configuration
/// keys that SettingError uses.
struct Settings {
  /// [upstream.url] `https://HOST[:PORT]/PATH`, or `http://` to a loopback address
  /// (127.0.0.0/8, [::1], localhost). No login, query or fragment.
  std::string url;
  /// [upstream.token_file] its content, without line end: printable ASCII without
  /// blanks. Empty: no Authorization header.
  std::string token;
  /// [upstream.ca_file] PEM, the only authorities trusted; empty: the system's.
  std::string ca_file;
  /// Until the connection, including TLS, is made; 1 ms or more.
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{30'000};  ///< for a whole post()
};

/// One problem of the settings.
struct SettingError {
  std::string key;   ///< "upstream.url", ...
  std::string text;  ///< what is wrong and what would be right; follows the key
};

/// All problems of `settings`; empty: there are none. Opens no connection; checks that the
/// file it names can be read. Any thread.
std::vector<SettingError> check(const Settings& settings);

/// Posts events to one upstream server over HTTP/1.1. Keeps nothing between posts but its
/// settings: one connection per post.
///
/// Threads: post() blocks for up to the total time-out; call it from a courier's thread,
/// never from the writer's. One thread at a time per poster; different posters are
/// independent.
class Poster {
 public:
  /// A poster for `settings`. Errors: as check().
  static tl::expected<Poster, std::vector<SettingError>> open(Settings settings);

  /// Tries once to deliver `post`; the caller repeats. Malformed posts are refused before
  /// any connection. When `stop` is requested post() returns within about a second, with
  /// kMaybeSent if the request was already sent. kSent: 2xx. kQueued: the server is down,
  /// answered 408, 425, 429 or 5xx (then it may still have the event), or TLS or the token
  /// (401, 403) are to be corrected; `wait_ms` is its Retry-After, 1 s to kRetryAfterMax.
  /// kFailed: any other 3xx or 4xx.
  ///
  /// Follows no redirect and uses no proxy. Over https the token is sent only to a
  /// host whose certificate is valid (TLS 1.2 or later).
  Delivery post(const Post& post, const std::stop_token& stop = {}) const;

 private:
  explicit Poster(Settings settings);

  Settings settings_;  // url as libcurl writes it
};

}  // namespace gateway::upstream
