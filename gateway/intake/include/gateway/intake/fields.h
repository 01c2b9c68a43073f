// SPDX-License-Identifier: MIT
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

/// What becomes of fields that nobody asks for.
enum class UnknownFields : std::uint8_t {
  kRefused,  ///< each may be a misspelt one: where the sender reads the answer
  kPassed,   ///< what a newer sender adds must not stop an older reader
};

/// A JSON object that somebody sent, read field by field. Collects what is wrong, so that one
/// answer names everything. A field that is null is not there. Owns the object.
class Fields {
 public:
  /// `object` must be an object (asserted).
  explicit Fields(json::Value object, UnknownFields unknown = UnknownFields::kRefused);

  /// Whether the field is there and null.
  [[nodiscard]] bool is_null(const std::string& name) const;
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
  /// Any text; a view that lives as long as this. Empty when not there.
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

  /// The objects of an array, `count_min` to `count_max` of them, each to be read on its own and
  /// then given to adopt(). What is no object, or too much, is wrong and left out. Empty when not
  /// there.
  std::vector<Fields> objects(const std::string& name, std::size_t count_max,
                              std::size_t count_min = 0);
  /// One object, to be read and adopted in the same way. Nothing when not there.
  std::optional<Fields> object(const std::string& name);
  /// What is wrong with `part` is wrong with this object.
  void adopt(Fields& part);

  void require(const std::string& name, const std::string& text);
  void refuse(const std::string& name, const std::string& text);

  /// All fields as columns of the catalogue: texts as they are, numbers as digits,
  /// true and false as Yes and No, null as the empty text (the default).
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> columns();

  /// Judges the fields that nobody has asked for. Call last.
  void finish();
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  const json::Value* field(const std::string& name);
  [[nodiscard]] bool is_empty_text(const std::string& name) const;

  json::Value value_;
  UnknownFields unknown_;
  std::string prefix_;  // of the names of fields, in what is said about them
  std::vector<std::string> known_;
  std::vector<Problem> problems_;
};

}  // namespace gateway::intake
