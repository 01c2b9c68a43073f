// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace gateway::cli {

struct HttpRequest {
  std::string method = "GET";
  std::string target = {};     ///< path and query, percent-encoded
  std::string_view body = {};  ///< must outlive the call
  /// In place of `body`, as of curl::HttpRequest.
  std::function<std::size_t(char* to, std::size_t size)> body_source = {};
  std::uint64_t body_bytes = 0;
  std::string content_type = {};     ///< of the body
  std::string idempotency_key = {};  ///< empty: none
  std::string accept = {};           ///< empty: anything
  std::uint32_t timeout_s = 60;      ///< for the whole exchange; 0: no limit
  /// Called with the bytes of the body sent so far; may be empty.
  std::function<void(std::uint64_t)> on_sent = {};
  /// When set, called with pieces of the answer's body, which is then not in the reply.
  std::function<void(std::string_view)> on_data = {};
};

struct HttpReply {
  int status = 0;
  std::string body;
};

/// Why there is no reply.
struct HttpFailure {
  std::string text;         ///< for a person, with what to do
  bool maybe_done = false;  ///< the request was sent, so it may have been done
};

/// HTTP over a Unix socket, one connection per request.
class HttpClient {
 public:
  /// `socket` is the path of the gateway's socket.
  explicit HttpClient(std::string socket);

  [[nodiscard]] tl::expected<HttpReply, HttpFailure> send(const HttpRequest& request);

 private:
  std::string socket_;
};

/// `text` encoded as one part of a path or query.
[[nodiscard]] std::string percent_encoded(std::string_view text);
/// As percent_encoded(), but slashes stay: for names that are paths themselves.
[[nodiscard]] std::string percent_encoded_path(std::string_view text);

}  // namespace gateway::cli
