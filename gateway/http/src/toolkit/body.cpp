// SPDX-License-Identifier: MIT
#include "toolkit/body.h"

#include <algorithm>

#include "gateway/http/limits.h"
#include "gateway/json/parse.h"
#include "toolkit/problem.h"
#include "wire/plural.h"

namespace gateway::http {

tl::expected<json::Value, Response> parse_body(const Request& request) {
  const json::Limits limits{.bytes_max = kBodyBytesMax, .depth_max = kBodyDepthMax};
  auto value = json::parse(request.body, limits);
  if (!value) {
    const std::size_t at = value.error().at;
    return tl::unexpected(bad_request("The body is not the JSON expected: " + value.error().what +
                                      " (after " + std::to_string(at) +
                                      wire::plural(at, " byte", " bytes") + ")."));
  }
  if (value->as_object() == nullptr) {
    return tl::unexpected(bad_request("The body must be one JSON object, {...}."));
  }
  return *std::move(value);
}

tl::expected<Body, Response> Body::read(const Request& request) {
  auto value = parse_body(request);
  if (!value) return tl::unexpected(value.error());
  return Body(std::make_unique<const json::Value>(*std::move(value)));
}

tl::expected<Body, Response> Body::read_optional(const Request& request) {
  if (request.body.empty()) return Body(std::make_unique<const json::Value>(json::Object{}));
  return read(request);
}

std::optional<Response> Body::problems() {
  finish();
  return bad_values(Fields::problems());
}

std::optional<Response> bad_values(const std::vector<Problem>& problems) {
  if (problems.empty()) return std::nullopt;
  return problem(422, "bad_values", "The change was refused", kCorrectAndSendAgain, problems);
}

tl::expected<std::string, Response> request_id(const Request& request) {
  if (!request.idempotency_key) return std::string();
  const std::string& key = *request.idempotency_key;
  const auto visible = [](char c) { return c > ' ' && c <= '~'; };
  if (!key.empty() && key.size() <= kMessageIdBytesMax &&
      std::all_of(key.begin(), key.end(), visible)) {
    return key;
  }
  return tl::unexpected(bad_request("Idempotency-Key must be 1 to " +
                                    std::to_string(kMessageIdBytesMax) +
                                    " visible ASCII characters, new for each new request."));
}

}  // namespace gateway::http
