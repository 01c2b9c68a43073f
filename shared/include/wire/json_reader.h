// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wire/limits.h"
#include "wire/status.h"
#include "wire/text.h"

namespace wire {

/// Tokens of one message: each key, value and container counts as one. The fullest
/// ack has 59; the rest is room for what newer gateways add.
inline constexpr std::size_t kJsonTokensMax = 80;

class JsonValue;

/// Reads one JSON object of at most kNodeMessageBytesMax bytes that came from the
/// gateway; for programs without a heap. Uses jsmn, a tokenizer that also accepts
/// what is not JSON (`01`, `tru`, a comma too many). So each field is checked when
/// it is read; what is never read is never checked.
///
/// Keeps views into the text, which must outlive it. About 500 bytes; not
/// thread-safe.
class JsonReader {
 public:
  /// Tokenizes `text`; replaces what was read before. Errors: kInvalidArgument
  /// (not one object, too long, a key without one value), kFull (more than
  /// kJsonTokensMax tokens).
  Status read(std::string_view text);

  /// The object. Asserts that the last read() returned kOk; valid until the next read().
  [[nodiscard]] JsonValue root() const;

 private:
  friend class JsonValue;

  enum class Kind : std::uint8_t { kObject, kArray, kString, kPrimitive };
  struct Token {
    std::uint16_t start;  // of a string: after the quote
    std::uint16_t end;    // one past the last byte; of a string: the quote
    Kind kind;
    std::uint8_t children;  // members, elements; 1 for a key that has its value
  };

  Status tokenize();
  [[nodiscard]] bool is_one_object() const;
  [[nodiscard]] bool keys_have_values() const;
  [[nodiscard]] std::size_t after(std::size_t index) const;
  [[nodiscard]] std::string_view text_of(std::size_t index) const;

  std::string_view text_;
  std::array<Token, kJsonTokensMax> tokens_{};
  std::size_t count_ = 0;
};

/// One value inside a JsonReader: small, cheap to copy, valid until the reader's next
/// read() or its end. Every function returns kInvalidArgument when the value is of
/// another type or not of the form JSON prescribes.
class JsonValue {
 public:
  /// The member `key` of an object; escapes inside keys are not undone. Errors:
  /// kNotFound; kInvalidArgument (not an object, or the key is there twice).
  [[nodiscard]] Result<JsonValue> find(std::string_view key) const;

  /// Number of elements of an array.
  [[nodiscard]] Result<std::size_t> size() const;
  /// Element `index`, from 0. Errors: kNotFound (no such element).
  [[nodiscard]] Result<JsonValue> at(std::size_t index) const;

  /// An integer between `min` and `max`, both included. No fraction, no exponent,
  /// no leading zero.
  [[nodiscard]] Result<std::int64_t> integer(std::int64_t min, std::int64_t max) const;
  [[nodiscard]] Result<bool> boolean() const;

  /// A string with its escapes undone: a view of what it wrote to `out`. Errors: kTruncated
  /// (`out` is too small); kInvalidArgument also for a lone surrogate, a raw control
  /// character or what is not UTF-8.
  [[nodiscard]] Result<std::string_view> string(std::span<char> out) const;
  /// The same as a `Text`, which owns its bytes. Errors: kTruncated (too long for `Text`).
  template <typename Text>
  [[nodiscard]] Result<Text> text() const {
    std::array<char, Text::kBytesMax> buffer{};
    const Result<std::string_view> read = string(buffer);
    if (!read) return fail(read.error());
    return Text::from(*read);
  }
  /// A string of eight hexadecimal digits.
  [[nodiscard]] Result<std::uint32_t> hex32() const;

 private:
  friend class JsonReader;
  JsonValue(const JsonReader& reader, std::size_t index) : reader_(&reader), index_(index) {}
  [[nodiscard]] const JsonReader::Token& token() const { return reader_->tokens_[index_]; }
  [[nodiscard]] std::string_view raw() const { return reader_->text_of(index_); }

  const JsonReader* reader_;
  std::size_t index_;
};

}  // namespace wire
