// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/curl/connection.h"

namespace gateway::curl {

/// One request. The functions are called while it runs, on its thread; they may be
/// empty and must not throw.
struct HttpRequest {
  std::string method = "GET";
  std::optional<std::string_view> body = {};  ///< must outlive the exchange
  /// Without line ends. One with nothing after its colon leaves out what libcurl
  /// would send.
  std::vector<std::string> headers = {};
  /// Each line of the answer's head, the empty one at its end too; false ends the exchange.
  std::function<bool(std::string_view)> on_head = {};
  /// Each piece of the answer's body; false ends the exchange.
  std::function<bool(std::string_view)> on_body = {};
  /// Bytes of the request's body sent so far.
  std::function<void(std::uint64_t)> on_sent = {};
};

/// Sends one request over HTTP/1.1 on a connection of its own; redirects are not
/// followed. The URL begins with http:// or https://.
[[nodiscard]] Outcome exchange(const Connection& connection, const HttpRequest& request);

}  // namespace gateway::curl
