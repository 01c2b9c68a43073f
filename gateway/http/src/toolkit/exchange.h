// SPDX-License-Identifier: MIT
// A request and its answer, independent of the HTTP library.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::http {

class Spool;

struct Request {
  std::string method;                              ///< GET, POST, PUT, PATCH, DELETE
  std::string path;                                ///< percent-decoded, without the query
  std::multimap<std::string, std::string> params;  ///< of the query, decoded
  std::optional<std::string> idempotency_key;      ///< as sent
  std::string accept;                              ///< media types the client takes
  std::string body;                                ///< at most the route's limit
  std::shared_ptr<Spool> file;                     ///< in place of `body`, of an import
};

/// Sends the next piece of a streamed answer; false: the client has disconnected.
using Sink = std::function<bool(std::string_view)>;

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  /// When set, it writes the body piece by piece while the client reads it.
  std::function<void(const Sink&)> stream;
};

}  // namespace gateway::http
