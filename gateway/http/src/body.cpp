// SPDX-License-Identifier: MIT
#include "body.h"

#include <algorithm>

#include "gateway/http/limits.h"
#include "gateway/json/parse.h"
#include "problem.h"

namespace gateway::http {

tl::expected<Body, Response> Body::read(const Request& request) {
  const json::Limits limits{.bytes_max = kBodyBytesMax, .depth_max = kBodyDepthMax};
  auto value = json::parse(request.body, limits);
  if (!value) {
    return tl::unexpected(bad_request("The body is not the JSON expected: " + value.error().what +
                                      " (after " + std::to_string(value.error().at) + " bytes)."));
  }
  if (value->as_object() == nullptr) {
    return tl::unexpected(bad_request("The body must be one JSON object, {...}."));
  }
  return Body(*std::move(value));
}

bool Body::has(const std::string& name) const {
  const json::Value* const value = value_.find(name);
  return value != nullptr && !value->is_null();
}

const json::Value* Body::field(const std::string& name) {
  known_.push_back(name);
  return has(name) ? value_.find(name) : nullptr;
}

std::string_view Body::string(const std::string& name) {
  const json::Value* const value = field(name);
  if (value == nullptr) return {};
  if (const auto text = value->as_string()) return *text;
  refuse(name, "must be a text, not " + std::string(value->type_text()));
  return {};
}

std::optional<std::int64_t> Body::number(const std::string& name, std::int64_t min,
                                         std::int64_t max) {
  const json::Value* const value = field(name);
  if (value == nullptr) return std::nullopt;
  const auto number = value->as_int(min, max);
  if (!number) {
    refuse(name,
           "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  return number;
}

void Body::require(const std::string& name, const std::string& text) {
  if (!has(name)) refuse(name, text);
}

void Body::refuse(const std::string& name, const std::string& text) {
  problems_.push_back({.line = 0, .field = name, .text = text});
}

std::vector<std::pair<std::string, std::string>> Body::columns() {
  std::vector<std::pair<std::string, std::string>> columns;
  for (const auto& [name, value] : *value_.as_object()) {
    known_.push_back(name);
    if (const auto text = value.as_string()) {
      columns.emplace_back(name, *text);
    } else if (const auto number = value.as_int()) {
      columns.emplace_back(name, std::to_string(*number));
    } else if (const auto flag = value.as_bool()) {
      columns.emplace_back(name, *flag ? "Yes" : "No");
    } else if (value.is_null()) {
      columns.emplace_back(name, "");
    } else {
      refuse(name, "must be a text or a number, not " + std::string(value.type_text()));
    }
  }
  return columns;
}

std::optional<Response> Body::problems() {
  for (const auto& [name, value] : *value_.as_object()) {
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      refuse(name, "is not known here");
    }
  }
  if (problems_.empty()) return std::nullopt;
  return problem(422, "bad_values", "The change was refused",
                 "Nothing was changed. Correct what is listed and send all of it again.",
                 problems_);
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
