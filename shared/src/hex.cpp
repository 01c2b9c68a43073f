// SPDX-License-Identifier: MIT
#include "wire/hex.h"

namespace wire {
namespace {

constexpr int kNoDigit = -1;

constexpr int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return kNoDigit;
}

}  // namespace

std::array<char, 8> to_hex32(std::uint32_t value) {
  std::array<char, 8> text{};
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
    *digit = kHexDigits[value & 0xFU];
    value >>= 4U;
  }
  return text;
}

Result<std::uint32_t> parse_hex32(std::string_view text) {
  if (text.size() != 8) return fail(Status::kInvalidArgument);
  std::uint32_t value = 0;
  for (const char c : text) {
    const int digit = digit_value(c);
    if (digit == kNoDigit) return fail(Status::kInvalidArgument);
    value = (value << 4U) | static_cast<std::uint32_t>(digit);
  }
  return value;
}

Result<std::string_view> parse_hex_bytes(std::string_view text, std::span<char> out) {
  if (text.size() % 2 != 0) return fail(Status::kInvalidArgument);
  const std::size_t bytes = text.size() / 2;
  if (bytes > out.size()) return fail(Status::kTruncated);
  for (std::size_t i = 0; i < bytes; ++i) {
    const int high = digit_value(text[2 * i]);
    const int low = digit_value(text[2 * i + 1]);
    if (high == kNoDigit || low == kNoDigit) return fail(Status::kInvalidArgument);
    out[i] = static_cast<char>(high * 16 + low);
  }
  return std::string_view(out.data(), bytes);
}

}  // namespace wire
