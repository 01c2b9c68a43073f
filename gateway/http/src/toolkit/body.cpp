// SPDX-License-Identifier: MIT
#include "toolkit/body.h"

#include <algorithm>

#include "gateway/http/limits.h"
#include "gateway/json/parse.h"
#include "toolkit/problem.h"

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

tl::expected<Body, Response> Body::read_optional(const Request& request) {
  if (request.body.empty()) return Body(json::Value(json::Object{}));
  return read(request);
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

std::string Body::reason(const std::string& name) {
  const std::string_view text = string(name);
  const bool one_line = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (one_line && text.size() <= kReasonBytesMax) return std::string(text);
  refuse(name, "must be one line of at most " + std::to_string(kReasonBytesMax) + " bytes");
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

bool Body::is_empty_text(const std::string& name) const {
  const json::Value* const value = value_.find(name);
  return value != nullptr && value->as_string() == "";
}

std::vector<Body> Body::objects(const std::string& name, std::size_t count_max,
                                std::size_t count_min) {
  const json::Value* const value = field(name);
  if (value == nullptr) return {};
  const json::Array* const array = value->as_array();
  if (array == nullptr || array->size() > count_max || array->size() < count_min) {
    const std::string range = count_min == 0 ? "at most " : std::to_string(count_min) + " to ";
    refuse(name, "must be a list of " + range + std::to_string(count_max) + " objects");
    return {};
  }
  std::vector<Body> parts;
  for (const json::Value& element : *array) {
    const std::string place = name + "[" + std::to_string(parts.size()) + "]";
    if (element.as_object() == nullptr) {
      refuse(place, "must be an object, not " + std::string(element.type_text()));
      return {};
    }
    parts.push_back(Body(element));
    parts.back().prefix_ = prefix_ + place + ".";
  }
  return parts;
}

std::optional<Body> Body::object(const std::string& name) {
  const json::Value* const value = field(name);
  if (value == nullptr) return std::nullopt;
  if (value->as_object() == nullptr) {
    refuse(name, "must be an object, not " + std::string(value->type_text()));
    return std::nullopt;
  }
  Body part(*value);
  part.prefix_ = prefix_ + name + ".";
  return part;
}

void Body::adopt(Body& part) {
  part.refuse_unknown_fields();
  problems_.insert(problems_.end(), part.problems_.begin(), part.problems_.end());
}

void Body::require(const std::string& name, const std::string& text) {
  if (!has(name)) refuse(name, text);
}

void Body::refuse(const std::string& name, const std::string& text) {
  problems_.push_back({.line = 0, .field = prefix_ + name, .text = text});
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

void Body::refuse_unknown_fields() {
  for (const auto& [name, value] : *value_.as_object()) {
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      refuse(name, "is not known here");
    }
  }
}

std::optional<Response> Body::problems() {
  refuse_unknown_fields();
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
