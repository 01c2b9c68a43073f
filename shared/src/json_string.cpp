// SPDX-License-Identifier: MIT
#include "json_string.h"

#include <algorithm>
#include <cstdint>

#include "wire/hex.h"
#include "wire/utf8.h"

namespace wire {
namespace {

constexpr bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
constexpr bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

// Takes the four digits of one \uXXXX off the front.
Result<std::uint32_t> take_unit(std::string_view& body) {
  if (body.size() < 4) return fail(Status::kInvalidArgument);
  const char digits[8] = {'0', '0', '0', '0', body[0], body[1], body[2], body[3]};
  body.remove_prefix(4);
  return parse_hex32({digits, sizeof digits});
}

// Takes what follows `\u` off the front: one code point, of one or two units.
Result<std::uint32_t> take_unicode_escape(std::string_view& body) {
  const Result<std::uint32_t> first = take_unit(body);
  if (!first || is_low_surrogate(*first)) return fail(Status::kInvalidArgument);
  if (!is_high_surrogate(*first)) return *first;
  if (!body.starts_with("\\u")) return fail(Status::kInvalidArgument);
  body.remove_prefix(2);
  const Result<std::uint32_t> second = take_unit(body);
  if (!second || !is_low_surrogate(*second)) return fail(Status::kInvalidArgument);
  return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
}

// Takes what follows a backslash off the front.
Result<std::uint32_t> take_escape(std::string_view& body) {
  if (body.empty()) return fail(Status::kInvalidArgument);
  const char kind = body.front();
  body.remove_prefix(1);
  switch (kind) {
    case '"':
    case '\\':
    case '/':
      return static_cast<std::uint32_t>(kind);
    case 'b':
      return 0x08U;
    case 'f':
      return 0x0CU;
    case 'n':
      return 0x0AU;
    case 'r':
      return 0x0DU;
    case 't':
      return 0x09U;
    case 'u':
      return take_unicode_escape(body);
    default:
      return fail(Status::kInvalidArgument);
  }
}

// Takes one code point off the front, escaped or not.
Result<std::uint32_t> take_code_point(std::string_view& body) {
  if (body.front() == '\\') {
    body.remove_prefix(1);
    return take_escape(body);
  }
  const Utf8Front front = decode_utf8_front(body);
  if (front.bytes == 0 || front.code_point < 0x20) return fail(Status::kInvalidArgument);
  body.remove_prefix(front.bytes);
  return front.code_point;
}

}  // namespace

Result<std::string_view> unescape_json_string(std::string_view body, std::span<char> out) {
  std::size_t used = 0;
  while (!body.empty()) {
    const Result<std::uint32_t> code_point = take_code_point(body);
    if (!code_point) return fail(code_point.error());
    char bytes[4];
    const std::size_t count = encode_utf8(*code_point, bytes);
    if (count > out.size() - used) return fail(Status::kTruncated);
    std::copy_n(bytes, count, out.begin() + static_cast<std::ptrdiff_t>(used));
    used += count;
  }
  return std::string_view(out.data(), used);
}

}  // namespace wire
