// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gateway::json {

class Value;
struct Member;

using Array = std::vector<Value>;
/// Members in the order in which they were written; parse() refuses a key that occurs twice.
using Object = std::vector<Member>;

/// One JSON value: null, boolean, integer, string, array or object; no fractions. It owns
/// what it contains, and several threads may read it.
///
/// The as_...() functions return nothing (or null) when the value is of another type, so
/// a lookup is one expression:
///
///     const Value* qty = message.find("qty");
///     if (qty == nullptr || !qty->as_int(1, wire::kQuantityMax)) return refuse();
class Value {
 public:
  Value();  ///< null
  explicit Value(bool value);
  explicit Value(std::int64_t value);
  explicit Value(std::string value);
  explicit Value(Array value);
  explicit Value(Object value);
  // Defined where Member is complete.
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }

  [[nodiscard]] std::optional<bool> as_bool() const;
  [[nodiscard]] std::optional<std::int64_t> as_int() const;
  /// Also nothing when the integer is below `min` or above `max`.
  [[nodiscard]] std::optional<std::int64_t> as_int(std::int64_t min, std::int64_t max) const;
  /// The view is valid until the value changes or ends.
  [[nodiscard]] std::optional<std::string_view> as_string() const;
  /// Null when not an array. Pointers from here and from find() are valid until the value
  /// changes or ends.
  [[nodiscard]] const Array* as_array() const { return std::get_if<Array>(&data_); }
  [[nodiscard]] Array* as_array() { return std::get_if<Array>(&data_); }
  /// Null when not an object.
  [[nodiscard]] const Object* as_object() const { return std::get_if<Object>(&data_); }
  [[nodiscard]] Object* as_object() { return std::get_if<Object>(&data_); }

  /// The member `key`; null when there is none or this is not an object.
  [[nodiscard]] const Value* find(std::string_view key) const;

  /// Its type, for messages to people: "an object", "an integer", ...
  [[nodiscard]] const char* type_text() const;

  friend bool operator==(const Value&, const Value&);

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> data_;
};

struct Member {
  std::string key;
  Value value;

  friend bool operator==(const Member&, const Member&) = default;
};

}  // namespace gateway::json
