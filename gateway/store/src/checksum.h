// SPDX-License-Identifier: MIT
// The checksum of everything that this store writes: CRC-32 of IEEE 802.3, by zlib, which
// takes several bytes at a time. wire/crc32.h has the same one, small, for microcontrollers.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string_view>

namespace gateway::store {

/// Chainable: that of `a` then `b` is `crc32(crc32(0, a), b)`.
[[nodiscard]] inline std::uint32_t crc32(std::uint32_t seed, std::string_view text) {
  if (text.empty()) return seed;  // zlib starts afresh where there is no address
  return static_cast<std::uint32_t>(
      ::crc32_z(seed, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

}  // namespace gateway::store
