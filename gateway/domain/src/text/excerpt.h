// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway {

/// At most the first `bytes_max` bytes of `text`, not cut inside a UTF-8 character.
inline std::string excerpt(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  constexpr std::size_t kContinuationBytesMax = 3;
  std::size_t end = bytes_max;
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  while (end > 0 && bytes_max - end < kContinuationBytesMax && continues(end)) --end;
  return std::string(text.substr(0, end));
}

}  // namespace gateway
