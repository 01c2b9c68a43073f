// SPDX-License-Identifier: MIT
#include "wire/json_writer.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "wire/hex.h"
#include "wire/utf8.h"

namespace wire {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

constexpr bool is_plain(char c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

// Whether all eight bytes of `word` are printable ASCII other than quote and backslash. Of the
// first byte in memory order that is not, one of the four differences sets the highest bit; at
// least two do if it is not ASCII (Anderson: Bit Twiddling Hacks, "Determine if a word has a
// byte less than n").
constexpr bool is_plain(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr std::uint64_t kHighest = 0x80 * kOnes;
  const auto below = [](std::uint64_t bytes, std::uint64_t limit) { return bytes - limit * kOnes; };
  const std::uint64_t wrong = below(word, 0x20) | below(word ^ ('"' * kOnes), 1) |
                              below(word ^ ('\\' * kOnes), 1) | below(word ^ (0x7F * kOnes), 1);
  return (wrong & kHighest) == 0;
}

// The longest start of `text` that needs no escapes, which is nearly always all of it.
std::string_view plain_front(std::string_view text) {
  std::size_t size = 0;
  for (std::uint64_t word = 0; text.size() - size >= sizeof word; size += sizeof word) {
    std::memcpy(&word, text.data() + size, sizeof word);
    if (!is_plain(word)) break;
  }
  while (size < text.size() && is_plain(text[size])) ++size;
  return text.substr(0, size);
}

}  // namespace

// Not part of put(), which is called for every comma and must stay short.
void JsonWriter::grow_and_put(std::string_view text) {
  constexpr std::size_t kGrownBytesMin = 256;
  if (resize_ == nullptr) {
    status_ = Status::kTruncated;
    return;
  }
  out_ = resize_(text_, std::max({kGrownBytesMin, 2 * out_.size(), used_ + text.size()}));
  put(text);
}

void JsonWriter::grow_and_put(char c) {
  grow_and_put(std::string_view(&c, 1));
}

void JsonWriter::put(char c) {
  if (status_ != Status::kOk) return;
  if (room() == 0) return grow_and_put(c);
  out_[used_++] = c;
}

void JsonWriter::put(std::string_view text) {
  if (status_ != Status::kOk) return;
  if (text.size() > room()) return grow_and_put(text);
  std::copy(text.begin(), text.end(), out_.begin() + static_cast<std::ptrdiff_t>(used_));
  used_ += text.size();
}

void JsonWriter::before_value() {
  assert(after_key_ || depth_ == 0 || in_array());
  assert(depth_ > 0 || !need_comma_);  // one value, not two
  if (need_comma_ && !after_key_) put(',');
  after_key_ = false;
  need_comma_ = true;
}

void JsonWriter::begin(char bracket, bool array) {
  before_value();
  assert(depth_ < kDepthMax);
  const std::uint32_t bit = 1U << depth_;
  arrays_ = array ? arrays_ | bit : arrays_ & ~bit;
  ++depth_;
  need_comma_ = false;
  put(bracket);
}

void JsonWriter::end(char bracket, bool array) {
  assert(depth_ > 0 && in_array() == array && !after_key_);
  --depth_;
  need_comma_ = true;
  put(bracket);
}

JsonWriter& JsonWriter::begin_object() {
  begin('{', false);
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  end('}', false);
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  begin('[', true);
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  end(']', true);
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  assert(depth_ > 0 && !in_array() && !after_key_);
  if (need_comma_) put(',');
  put_string(name, false);
  put(':');
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  before_value();
  put_string(text, false);
  return *this;
}

JsonWriter& JsonWriter::string_lossy(std::string_view text) {
  before_value();
  put_string(text, true);
  return *this;
}

void JsonWriter::put_string(std::string_view text, bool lossy) {
  constexpr std::size_t kQuotes = 2;
  const bool plain = plain_front(text).size() == text.size();
  if (plain && status_ == Status::kOk && room() >= text.size() + kQuotes) {
    out_[used_] = '"';
    std::copy(text.begin(), text.end(), out_.data() + used_ + 1);
    used_ += text.size() + kQuotes;
    out_[used_ - 1] = '"';
    return;
  }
  put('"');
  while (!text.empty()) {
    if (const auto front = plain_front(text); !front.empty()) {
      put(front);
      text.remove_prefix(front.size());
      continue;
    }
    const Utf8Front front = decode_utf8_front(text);
    if (front.bytes != 0) {
      put_escaped(front.code_point, {text.data(), front.bytes});
    } else if (lossy) {
      put(kReplacement);
    } else if (status_ == Status::kOk) {
      status_ = Status::kInvalidArgument;
    }
    text.remove_prefix(std::max<std::size_t>(front.bytes, 1));
  }
  put('"');
}

void JsonWriter::put_escaped(std::uint32_t code_point, std::string_view bytes) {
  if (code_point == '"' || code_point == '\\') {
    put('\\');
    put(bytes);
  } else if (code_point < 0x20 || code_point == 0x7F) {
    const char escape[] = {
        '\\', 'u', '0', '0', kHexDigits[code_point >> 4U], kHexDigits[code_point & 0xFU]};
    put(std::string_view(escape, sizeof escape));
  } else {
    put(bytes);
  }
}

JsonWriter& JsonWriter::signed_number(std::int64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return raw({digits, static_cast<std::size_t>(end - digits)});
}

JsonWriter& JsonWriter::unsigned_number(std::uint64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return raw({digits, static_cast<std::size_t>(end - digits)});
}

JsonWriter& JsonWriter::boolean(bool value) {
  return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::hex32(std::uint32_t value) {
  const auto digits = to_hex32(value);
  return string({digits.data(), digits.size()});
}

JsonWriter& JsonWriter::hex_bytes(std::string_view bytes) {
  before_value();
  put('"');
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    put(kHexDigits[byte >> 4U]);
    put(kHexDigits[byte & 0xFU]);
  }
  put('"');
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  put(json);
  return *this;
}

Result<std::string_view> JsonWriter::finish() const {
  assert(depth_ == 0 && need_comma_);
  if (status_ != Status::kOk) return fail(status_);
  const std::span<char> written = resize_ == nullptr ? out_ : resize_(text_, used_);
  return std::string_view(written.data(), used_);
}

}  // namespace wire
