// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/engine/commands.h"
#include "gateway/json/value.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// The JSON object of a request's body, read field by field. Collects what is
/// wrong, so that one answer names everything; a field nobody asked for is wrong
/// too, because it is a misspelt one.
class Body {
 public:
  /// The unexpected value is the answer: not JSON, or not an object.
  [[nodiscard]] static tl::expected<Body, Response> read(const Request& request);
  /// As read(), for what needs no body: one left out is an empty object.
  [[nodiscard]] static tl::expected<Body, Response> read_optional(const Request& request);

  /// Whether the field is there and not null.
  [[nodiscard]] bool has(const std::string& name) const;

  /// A text that fits `T` (one of the wire's texts) and that `valid` accepts; empty
  /// when it is not there.
  template <typename T>
  T text(const std::string& name, bool (*valid)(std::string_view), const std::string& expected) {
    const std::string_view value = string(name);
    if (value.empty()) return {};
    const auto text = T::from(value);
    if (text && valid(value)) return *text;
    refuse(name, "must be " + expected);
    return {};
  }
  /// Any text; a view that lives as long as the body. Empty when not there.
  std::string_view string(const std::string& name);
  /// A person's reason: one line of kReasonBytesMax bytes at most. Empty when not there.
  std::string reason(const std::string& name);

  /// A whole number from `min` to `max`; nothing when it is not there.
  std::optional<std::int64_t> number(const std::string& name, std::int64_t min, std::int64_t max);

  /// As text(), of a field that has to be there.
  template <typename T>
  T required_text(const std::string& name, bool (*valid)(std::string_view),
                  const std::string& expected) {
    require(name, "is missing: " + expected);
    T value = text<T>(name, valid, expected);
    if (value.empty() && is_empty_text(name)) refuse(name, "must be " + expected);
    return value;
  }

  /// The objects of an array, `count_min` to `count_max` of them, each to be read as a body of its
  /// own and then given to adopt(). Empty when not there.
  std::vector<Body> objects(const std::string& name, std::size_t count_max,
                            std::size_t count_min = 0);
  /// One object, to be read and adopted in the same way. Nothing when not there.
  std::optional<Body> object(const std::string& name);
  /// What is wrong with `part` is wrong with this body.
  void adopt(Body& part);

  void require(const std::string& name, const std::string& text);
  void refuse(const std::string& name, const std::string& text);

  /// All fields as columns of the catalogue: texts as they are, numbers as digits,
  /// true and false as Yes and No, null as the empty text (the default).
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> columns();

  /// Call last. An answer when anything was wrong.
  [[nodiscard]] std::optional<Response> problems();

 private:
  explicit Body(json::Value value) : value_(std::move(value)) {}
  const json::Value* field(const std::string& name);
  [[nodiscard]] bool is_empty_text(const std::string& name) const;
  void refuse_unknown_fields();

  json::Value value_;
  std::string prefix_;  // of the names of fields, in what is said about them
  std::vector<std::string> known_;
  std::vector<Problem> problems_;
};

/// The request's Idempotency-Key as a request id: empty when there is none. The
/// unexpected value is the answer to a key of a wrong form.
[[nodiscard]] tl::expected<std::string, Response> request_id(const Request& request);

}  // namespace gateway::http
