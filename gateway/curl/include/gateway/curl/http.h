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

/// One request. Its functions are called while it runs, on the thread of exchange(); they
/// may be empty and must not throw. Their views are valid during the call.
struct HttpRequest {
  std::string method = "GET";
  std::optional<std::string_view> body = {};  ///< must outlive the exchange
  /// In place of `body`: puts its next bytes, at most `size`, to `to` and returns how many. It has
  /// `body_bytes` in all; fewer end the exchange.
  std::function<std::size_t(char* to, std::size_t size)> body_source = {};
  std::uint64_t body_bytes = 0;
  /// Without line ends. A header with nothing after its colon removes the one that libcurl
  /// would send.
  std::vector<std::string> headers = {};
  /// Gets each line of the answer's head, also the empty one at its end; false ends the exchange.
  std::function<bool(std::string_view)> on_head = {};
  /// Gets each piece of the answer's body; false ends the exchange.
  std::function<bool(std::string_view)> on_body = {};
  /// Gets the number of bytes of the request's body sent so far.
  std::function<void(std::uint64_t)> on_sent = {};
};

/// Sends one request over HTTP/1.1 on a connection of its own and blocks until the answer is
/// complete; redirects are not followed. The URL begins with http:// or https://. Any thread.
[[nodiscard]] Outcome exchange(const Connection& connection, const HttpRequest& request);

}  // namespace gateway::curl
