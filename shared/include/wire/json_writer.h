// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "wire/status.h"

namespace wire {

/// Writes one JSON value into memory of the caller, without a heap. Adds commas and quotes.
///
///     JsonWriter json(buffer);
///     json.begin_object().key("v").number(1).key("online").boolean(true).end_object();
///     const Result<std::string_view> text = json.finish();
///
/// After the first error nothing more is written and finish() returns that error, so calls
/// need not be tested one by one. Wrong nesting (a value without its key, an end that was
/// never begun) is a programmer error and asserts.
///
/// Assigning an earlier copy back to a writer drops what was written since, but not where
/// the text grows. Not thread-safe. `out` or the text must outlive the writer.
class JsonWriter {
 public:
  static constexpr std::uint32_t kDepthMax = 16;

  explicit JsonWriter(std::span<char> out) : out_(out) {}

  /// Overwrites `text` and grows it as needed, so that it is never too small; after
  /// finish() it holds the JSON and nothing else.
  template <typename Text>
    requires requires(Text& text) { text.resize(text.size()); }
  explicit JsonWriter(Text& text) : out_(text), resize_(resize_as<Text>), text_(&text) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();

  /// Name of the next member of an object. Same rules as string().
  JsonWriter& key(std::string_view name);

  /// Control characters are written as \u00XX. `text` must be well-formed UTF-8, else
  /// the writer fails with kInvalidArgument.
  JsonWriter& string(std::string_view text);

  /// As string(), for text of unknown origin: each byte that is not part of
  /// well-formed UTF-8 becomes U+FFFD, so it cannot fail for its content.
  JsonWriter& string_lossy(std::string_view text);

  template <typename Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
  JsonWriter& number(Integer value) {
    if constexpr (std::is_signed_v<Integer>) {
      return signed_number(value);
    } else {
      return unsigned_number(value);
    }
  }
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  /// A string of eight lower-case hexadecimal digits.
  JsonWriter& hex32(std::uint32_t value);
  /// A string of two lower-case hexadecimal digits per byte.
  JsonWriter& hex_bytes(std::string_view bytes);

  /// One complete JSON value, written as it is and not checked.
  JsonWriter& raw(std::string_view json);

  /// kOk, or the first error.
  [[nodiscard]] Status status() const { return status_; }
  /// Bytes of `out` that are still free; of a text that grows, those free before it grows.
  [[nodiscard]] std::size_t room() const { return out_.size() - used_; }

  /// The finished JSON, a view into `out` or the text. Asserts that everything begun was
  /// ended. Errors: kTruncated (`out` is too small), kInvalidArgument (a string
  /// was not UTF-8).
  [[nodiscard]] Result<std::string_view> finish() const;

 private:
  /// Resizes `text`, which keeps its content, and returns its bytes: they may have moved.
  using Resize = std::span<char> (*)(void* text, std::size_t bytes);
  template <typename Text>
  static std::span<char> resize_as(void* text, std::size_t bytes) {
    auto& as_text = *static_cast<Text*>(text);
    as_text.resize(bytes);
    return as_text;
  }

  [[gnu::noinline]] void grow_and_put(char c);
  [[gnu::noinline]] void grow_and_put(std::string_view text);
  JsonWriter& signed_number(std::int64_t value);
  JsonWriter& unsigned_number(std::uint64_t value);
  void put(char c);
  void put(std::string_view text);
  void put_escaped(std::uint32_t code_point, std::string_view bytes);
  void put_string(std::string_view text, bool lossy);
  void before_value();
  void begin(char bracket, bool array);
  void end(char bracket, bool array);
  [[nodiscard]] bool in_array() const {
    return depth_ > 0 && ((arrays_ >> (depth_ - 1)) & 1U) != 0;
  }

  std::span<char> out_;
  Resize resize_ = nullptr;  // null: `out_` has a fixed size
  void* text_ = nullptr;
  std::size_t used_ = 0;
  Status status_ = Status::kOk;
  std::uint32_t depth_ = 0;
  std::uint32_t arrays_ = 0;  // bit d: level d is an array, else an object
  bool need_comma_ = false;   // a value ended at this level
  bool after_key_ = false;    // a value must come next
};

}  // namespace wire
