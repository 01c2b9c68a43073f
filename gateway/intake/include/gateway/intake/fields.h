// SPDX-License-Identifier: MIT
// Reads a JSON object that somebody sent, and collects every problem for the answer.
#pragma once

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
/// answers as if the field were not there. A field that is null counts as not there. The object,
/// and each name that is asked for, must outlive this. Not thread-safe.
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

  /// The objects of an array of `count_min` to `count_max` elements. Read each on its own, then
  /// pass it to adopt(). Elements that are no objects or too many are problems, and left out.
  /// Empty when not there.
  std::vector<Fields> objects(std::string_view name, std::size_t count_max,
                              std::size_t count_min = 0);
  /// One object, to be read and adopted in the same way. Nothing when not there.
  std::optional<Fields> object(std::string_view name);
  /// Finishes `part` and takes its problems over.
  void adopt(Fields& part);

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
  const json::Value* field(std::string_view name);
  [[nodiscard]] bool is_empty_text(std::string_view name) const;

  const json::Value* value_;
  UnknownFields unknown_;
  std::string prefix_;                   // of field names in problems, such as "lines[0]."
  std::vector<std::string_view> known_;  // the fields asked for; only where others are refused
  std::vector<Problem> problems_;
};

}  // namespace gateway::intake
