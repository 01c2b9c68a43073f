// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "gateway/intake/fields.h"
#include "toolkit/exchange.h"

namespace gateway::http {

using intake::Fields;

/// The JSON object of a request's body, read field by field.
class Body : public Fields {
 public:
  /// The unexpected value is the answer: not JSON, or not an object.
  [[nodiscard]] static tl::expected<Body, Response> read(const Request& request);
  /// As read(), for requests that need no body: a missing one is an empty object.
  [[nodiscard]] static tl::expected<Body, Response> read_optional(const Request& request);

  /// Call last. An answer when anything was wrong, also when there is a field that was not read.
  [[nodiscard]] std::optional<Response> problems();

 private:
  explicit Body(std::unique_ptr<const json::Value> value)
      : Fields(*value), value_(std::move(value)) {}

  std::unique_ptr<const json::Value> value_;
};

/// The request's body. The unexpected value is the answer: not JSON, or not an object.
[[nodiscard]] tl::expected<json::Value, Response> parse_body(const Request& request);

/// The answer to a change with these problems; nothing when there are none.
[[nodiscard]] std::optional<Response> bad_values(const std::vector<Problem>& problems);

/// The request's Idempotency-Key as a request id: empty when there is none. The
/// unexpected value is the answer to a key of a wrong form.
[[nodiscard]] tl::expected<std::string, Response> request_id(const Request& request);

}  // namespace gateway::http
