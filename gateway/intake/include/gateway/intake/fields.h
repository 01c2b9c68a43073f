// SPDX-License-Identifier: MIT
// Reads a JSON object that somebody sent, and collects every problem for the answer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/json/value.h"
#include "gateway/rows/outcome.h"

namespace gateway::intake {

/// What becomes of fields that the reader does not ask for.
enum class UnknownFields : std::uint8_t {
  kRefused,  ///< a problem: each may be a misspelt one, and the sender reads the answer
  kPassed,   ///< ignored: what a newer sender adds must not stop an older reader
};

/// One JSON object, read field by field: a wrong value becomes a problem, and the reading function
/// answers as if the field were not there. A text, flag or object that is null counts as not
/// there; a number or list that is null is a problem. The object, and each name that is asked for,
/// must outlive this. Not thread-safe.
class Fields {
 public:
  /// `object` must be an object (asserted).
  Fields(json::Value&& object, UnknownFields unknown = UnknownFields::kRefused) = delete;
  explicit Fields(const json::Value& object, UnknownFields unknown = UnknownFields::kRefused);

  /// Whether the field is there and null.
  [[nodiscard]] bool is_null(std::string_view name) const;
  /// Whether the field is there and not null.
  [[nodiscard]] bool has(std::string_view name) const;

  /// A text that fits `T` (a wire::Text) and that `valid` accepts; `expected` completes
  /// "must be ..." in the problem. Empty when not there.
  template <typename T>
  T text(std::string_view name, bool (*valid)(std::string_view), std::string_view expected) {
    const std::string_view value = string(name);
    if (value.empty()) return {};
    const auto text = T::from(value);
    if (text && valid(value)) return *text;
    refuse(name, std::string("must be ").append(expected));
    return {};
  }
  /// Any text, as a view that is valid as long as the object. Empty when not there.
  std::string_view string(std::string_view name);
  /// A person's reason: one line of at most kReasonBytesMax bytes. Empty when not there.
  std::string reason(std::string_view name);

  /// A whole number from `min` to `max`; nothing when not there.
  std::optional<std::int64_t> number(std::string_view name, std::int64_t min, std::int64_t max);

  /// True or false; false when not there.
  bool flag(std::string_view name);

  /// As text(); a field that is not there or empty is a problem.
  template <typename T>
  T required_text(std::string_view name, bool (*valid)(std::string_view),
                  std::string_view expected) {
    T value = text<T>(name, valid, expected);
    if (!value.empty()) return value;
    if (!has(name)) refuse(name, std::string("is missing: ").append(expected));
    if (is_empty_text(name)) refuse(name, std::string("must be ").append(expected));
    return value;
  }

  /// Calls `read(part)` for the object `name`, unless it is not there; its problems become ours.
  template <typename Read>
  void object(std::string_view name, Read read) {
    if (const json::Value* const value = object_value(name))
      read_part(*value, name, kNoIndex, read);
  }
  /// The same for each object of an array of `count_min` to `count_max` elements. Elements that
  /// are no objects or too many are problems, and not read.
  template <typename Read>
  void each_object(std::string_view name, std::size_t count_max, std::size_t count_min, Read read) {
    const json::Array* const array = array_value(name, count_max, count_min);
    const std::size_t count = array == nullptr ? 0 : std::min(array->size(), count_max);
    for (std::size_t i = 0; i < count; ++i) {
      if (is_object((*array)[i], name, i)) read_part((*array)[i], name, i, read);
    }
  }

  /// A problem where the field is not there.
  void require(std::string_view name, std::string text);
  /// Adds a problem with the field.
  void refuse(std::string_view name, std::string text);

  /// All fields as columns of the catalogue: texts as they are, numbers as digits,
  /// true and false as Yes and No, null as the empty text (the default).
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> columns();

  /// Judges the fields that were not asked for. Call once, after all others.
  void finish();
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  void refuse_null(std::string_view name);

  static constexpr std::size_t kNoIndex = ~std::size_t{0};

  template <typename Read>
  void read_part(const json::Value& value, std::string_view name, std::size_t index, Read& read) {
    Fields part(value, unknown_);
    part.parent_ = this;
    part.name_ = name;
    part.index_ = index;
    read(part);
    adopt(part);
  }
  const json::Value* field(std::string_view name);
  const json::Value* object_value(std::string_view name);
  const json::Array* array_value(std::string_view name, std::size_t count_max,
                                 std::size_t count_min);
  bool is_object(const json::Value& element, std::string_view name, std::size_t index);
  void adopt(Fields& part);
  /// Of our own fields in what is said about them, such as "lines[0].".
  [[nodiscard]] std::string prefix() const;
  [[nodiscard]] bool is_empty_text(std::string_view name) const;

  const json::Value* value_;
  UnknownFields unknown_;
  const Fields* parent_ = nullptr;  // null: this is the whole
  std::string_view name_;           // in the parent
  std::size_t index_ = kNoIndex;
  std::vector<std::string_view> known_;  // the fields asked for; only where others are refused
  std::vector<Problem> problems_;
};

}  // namespace gateway::intake
