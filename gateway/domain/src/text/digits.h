// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace gateway {

/// Eight lower-case hexadecimal digits.
inline std::string hex8(std::uint32_t number) {
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4) {
    text.push_back("0123456789abcdef"[(number >> shift) & 0xfU]);
  }
  return text;
}

/// Decimal digits, padded with leading zeros to `width`.
inline std::string padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

}  // namespace gateway
