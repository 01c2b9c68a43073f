// SPDX-License-Identifier: MIT
#include "gateway/intake/excerpt.h"

#include <array>
#include <string>

#include "gateway/limits.h"
#include "wire/hex.h"

namespace gateway::intake {
namespace {

// Writes JSON until there is more than an excerpt needs and does not look at the
// rest, so a huge value costs no more than a small one.
class Writer {
 public:
  void value(const json::Value& value) {
    if (full()) return;
    if (const auto content = value.as_string()) return string(*content);
    if (const auto number = value.as_int()) return put(std::to_string(*number));
    if (const auto flag = value.as_bool()) return put(*flag ? "true" : "false");
    if (const json::Array* array = value.as_array()) return list(*array);
    if (const json::Object* object = value.as_object()) return members(*object);
    put("null");
  }

  std::string text;

 private:
  [[nodiscard]] bool full() const { return text.size() > kRawExcerptBytesMax; }
  void put(std::string_view part) { text.append(part); }

  void string(std::string_view content) {
    put("\"");
    for (const char c : content) {
      if (full()) return;
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20) {
        put("\\u00");
        text.push_back(wire::kHexDigits[byte >> 4U]);
        text.push_back(wire::kHexDigits[byte & 0xFU]);
      } else {
        if (c == '"' || c == '\\') put("\\");
        text.push_back(c);
      }
    }
    put("\"");
  }

  void list(const json::Array& array) {
    put("[");
    for (std::size_t i = 0; i < array.size() && !full(); ++i) {
      if (i != 0) put(",");
      value(array[i]);
    }
    put("]");
  }

  void members(const json::Object& object) {
    put("{");
    for (std::size_t i = 0; i < object.size() && !full(); ++i) {
      if (i != 0) put(",");
      string(object[i].key);
      put(":");
      value(object[i].value);
    }
    put("}");
  }
};

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

std::string excerpt(std::string_view text) {
  if (text.size() <= kRawExcerptBytesMax) return std::string(text);
  constexpr std::size_t kCharacterBytesMax = 4;
  std::size_t end = kRawExcerptBytesMax;
  while (end > kRawExcerptBytesMax - kCharacterBytesMax && continues_character(text[end])) --end;
  return std::string(text.substr(0, end));
}

std::string excerpt(const json::Value& value) {
  Writer writer;
  writer.value(value);
  return excerpt(std::string_view(writer.text));
}

}  // namespace gateway::intake
