// SPDX-License-Identifier: MIT
#include "gateway/json/value.h"

#include <algorithm>
#include <array>

namespace gateway::json {
namespace {

// In the order of the variant's alternatives.
constexpr std::array<const char*, 6> kTypeTexts{"null",     "a boolean", "an integer",
                                                "a string", "an array",  "an object"};

template <typename T>
std::optional<T> copy_of(const T* value) {
  if (value == nullptr) return std::nullopt;
  return *value;
}

}  // namespace

Value::Value() = default;
Value::Value(bool value) : data_(value) {}
Value::Value(std::int64_t value) : data_(value) {}
Value::Value(std::string value) : data_(std::move(value)) {}
Value::Value(Array value) : data_(std::move(value)) {}
Value::Value(Object value) : data_(std::move(value)) {}
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

std::optional<bool> Value::as_bool() const {
  return copy_of(std::get_if<bool>(&data_));
}

std::optional<std::int64_t> Value::as_int() const {
  return copy_of(std::get_if<std::int64_t>(&data_));
}

std::optional<std::int64_t> Value::as_int(std::int64_t min, std::int64_t max) const {
  const std::optional<std::int64_t> value = as_int();
  if (!value || *value < min || *value > max) return std::nullopt;
  return value;
}

std::optional<std::string_view> Value::as_string() const {
  const auto* text = std::get_if<std::string>(&data_);
  if (text == nullptr) return std::nullopt;
  return *text;
}

const Value* Value::find(std::string_view key) const {
  const Object* object = as_object();
  if (object == nullptr) return nullptr;
  const auto member = std::find_if(object->begin(), object->end(),
                                   [key](const Member& each) { return each.key == key; });
  return member == object->end() ? nullptr : &member->value;
}

const char* Value::type_text() const {
  return kTypeTexts[data_.index()];
}

bool operator==(const Value& a, const Value& b) {
  return a.data_ == b.data_;
}

}  // namespace gateway::json
