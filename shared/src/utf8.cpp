// SPDX-License-Identifier: MIT
#include "wire/utf8.h"

#include <cassert>

namespace wire {
namespace {

constexpr std::uint32_t kCodePointMax = 0x10FFFF;
constexpr std::uint32_t kGroupSeparator = 0x1D;

constexpr bool is_surrogate(std::uint32_t code_point) {
  return code_point >= 0xD800 && code_point <= 0xDFFF;
}

constexpr bool is_control(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

// What the first byte of a sequence states: its length, the bits of the code point in this
// byte, and the smallest code point that needs that length. Length 0: no sequence starts so.
struct Lead {
  std::size_t bytes;
  std::uint32_t bits;
  std::uint32_t code_point_min;
};

constexpr Lead lead_of(std::uint32_t byte) {
  if (byte < 0x80) return {1, byte, 0};
  if ((byte & 0xE0U) == 0xC0) return {2, byte & 0x1FU, 0x80};
  if ((byte & 0xF0U) == 0xE0) return {3, byte & 0x0FU, 0x800};
  if ((byte & 0xF8U) == 0xF0) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

}  // namespace

Utf8Front decode_utf8_front(std::string_view text) {
  if (text.empty()) return {};
  const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
  if (lead.bytes == 0 || lead.bytes > text.size()) return {};
  std::uint32_t code_point = lead.bits;
  for (std::size_t i = 1; i < lead.bytes; ++i) {
    const std::uint32_t byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) return {};
    code_point = (code_point << 6U) | (byte & 0x3FU);
  }
  if (code_point < lead.code_point_min || code_point > kCodePointMax || is_surrogate(code_point)) {
    return {};
  }
  return {code_point, lead.bytes};
}

std::size_t encode_utf8(std::uint32_t code_point, char (&out)[4]) {
  assert(code_point <= kCodePointMax && !is_surrogate(code_point));
  const auto continuation = [code_point](unsigned shift) {
    return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
  };
  if (code_point < 0x80) {
    out[0] = static_cast<char>(code_point);
    return 1;
  }
  if (code_point < 0x800) {
    out[0] = static_cast<char>(0xC0U | (code_point >> 6U));
    out[1] = continuation(0);
    return 2;
  }
  if (code_point < 0x10000) {
    out[0] = static_cast<char>(0xE0U | (code_point >> 12U));
    out[1] = continuation(6);
    out[2] = continuation(0);
    return 3;
  }
  out[0] = static_cast<char>(0xF0U | (code_point >> 18U));
  out[1] = continuation(12);
  out[2] = continuation(6);
  out[3] = continuation(0);
  return 4;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Utf8Front front = decode_utf8_front(text);
    if (front.bytes == 0) return false;
    text.remove_prefix(front.bytes);
  }
  return true;
}

bool travels_as_text(std::string_view code) {
  while (!code.empty()) {
    const Utf8Front front = decode_utf8_front(code);
    if (front.bytes == 0) return false;
    if (is_control(front.code_point) && front.code_point != kGroupSeparator) return false;
    code.remove_prefix(front.bytes);
  }
  return true;
}

}  // namespace wire
