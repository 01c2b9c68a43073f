// SPDX-License-Identifier: MIT
#include "wire/json_reader.h"

#include <algorithm>
#include <cassert>
#include <charconv>

#define JSMN_STATIC
#define JSMN_STRICT
#include <jsmn.h>

#include "json_string.h"
#include "wire/hex.h"

namespace wire {
namespace {

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

constexpr bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

}  // namespace

Status JsonReader::read(std::string_view text) {
  text_ = text;
  count_ = 0;
  if (text.size() > kNodeMessageBytesMax) return Status::kInvalidArgument;
  if (const Status status = tokenize(); status != Status::kOk) return status;
  if (is_one_object() && keys_have_values()) return Status::kOk;
  count_ = 0;
  return Status::kInvalidArgument;
}

// Needed because jsmn stops at a zero byte and accepts several values in a row.
bool JsonReader::is_one_object() const {
  if (count_ == 0 || tokens_[0].kind != Kind::kObject) return false;
  std::string_view rest = text_;
  rest.remove_prefix(tokens_[0].end);
  return std::all_of(rest.begin(), rest.end(), is_blank);
}

Status JsonReader::tokenize() {
  jsmn_parser parser;
  jsmn_init(&parser);
  jsmntok_t found[kJsonTokensMax];
  const int count = jsmn_parse(&parser, text_.data(), text_.size(), found, kJsonTokensMax);
  if (count == JSMN_ERROR_NOMEM) return Status::kFull;
  if (count < 0) return Status::kInvalidArgument;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    Kind kind = Kind::kPrimitive;
    if (found[i].type == JSMN_OBJECT) kind = Kind::kObject;
    if (found[i].type == JSMN_ARRAY) kind = Kind::kArray;
    if (found[i].type == JSMN_STRING) kind = Kind::kString;
    tokens_[i] = {static_cast<std::uint16_t>(found[i].start),
                  static_cast<std::uint16_t>(found[i].end), kind,
                  static_cast<std::uint8_t>(found[i].size)};
  }
  count_ = static_cast<std::size_t>(count);
  return Status::kOk;
}

// After this, the members of every object can be read as pairs of tokens: each key is a
// string with exactly one value, and no value has a value of its own.
bool JsonReader::keys_have_values() const {
  for (std::size_t i = 0; i < count_; ++i) {
    if (tokens_[i].kind != Kind::kObject) continue;
    std::size_t member = i + 1;
    for (std::uint8_t left = tokens_[i].children; left > 0; --left) {
      if (member + 1 >= count_) return false;
      const Token& key = tokens_[member];
      const Token& value = tokens_[member + 1];
      const bool value_is_key = value.kind == Kind::kString && value.children != 0;
      if (key.kind != Kind::kString || key.children != 1 || value_is_key) return false;
      member = after(member + 1);
    }
  }
  return true;
}

std::size_t JsonReader::after(std::size_t index) const {
  std::size_t next = index + 1;
  while (next < count_ && tokens_[next].start < tokens_[index].end) ++next;
  return next;
}

std::string_view JsonReader::text_of(std::size_t index) const {
  const Token& token = tokens_[index];
  return {text_.data() + token.start, static_cast<std::size_t>(token.end - token.start)};
}

JsonValue JsonReader::root() const {
  assert(count_ > 0);
  return {*this, 0};
}

Result<JsonValue> JsonValue::find(std::string_view key) const {
  if (token().kind != JsonReader::Kind::kObject) return fail(Status::kInvalidArgument);
  std::size_t found = 0;
  std::size_t member = index_ + 1;
  for (std::uint8_t left = token().children; left > 0; --left) {
    if (reader_->text_of(member) == key) {
      if (found != 0) return fail(Status::kInvalidArgument);
      found = member + 1;
    }
    member = reader_->after(member + 1);
  }
  if (found == 0) return fail(Status::kNotFound);
  return JsonValue(*reader_, found);
}

Result<std::size_t> JsonValue::size() const {
  if (token().kind != JsonReader::Kind::kArray) return fail(Status::kInvalidArgument);
  return std::size_t{token().children};
}

Result<JsonValue> JsonValue::at(std::size_t index) const {
  const Result<std::size_t> elements = size();
  if (!elements) return fail(elements.error());
  if (index >= *elements) return fail(Status::kNotFound);
  std::size_t element = index_ + 1;
  for (; index > 0; --index) element = reader_->after(element);
  return JsonValue(*reader_, element);
}

Result<std::int64_t> JsonValue::integer(std::int64_t min, std::int64_t max) const {
  const std::string_view digits = raw();
  if (token().kind != JsonReader::Kind::kPrimitive || !is_integer(digits)) {
    return fail(Status::kInvalidArgument);
  }
  std::int64_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (parsed.ec != std::errc() || value < min || value > max) {
    return fail(Status::kInvalidArgument);
  }
  return value;
}

Result<bool> JsonValue::boolean() const {
  if (token().kind == JsonReader::Kind::kPrimitive) {
    if (raw() == "true") return true;
    if (raw() == "false") return false;
  }
  return fail(Status::kInvalidArgument);
}

Result<std::string_view> JsonValue::string(std::span<char> out) const {
  if (token().kind != JsonReader::Kind::kString) return fail(Status::kInvalidArgument);
  return unescape_json_string(raw(), out);
}

Result<std::uint32_t> JsonValue::hex32() const {
  std::array<char, 8> digits{};
  const Result<std::string_view> text = string(digits);
  if (!text) return fail(Status::kInvalidArgument);
  return parse_hex32(*text);
}

}  // namespace wire
