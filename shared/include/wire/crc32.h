// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace wire {

/// CRC-32 as in IEEE 802.3 and zlib (reflected polynomial 0xEDB88320): 0 for a
/// fresh start, 0xCBF43926 for "123456789". Chainable: the checksum of `a` then
/// `b` is `crc32(crc32(0, a), b)`. Pure; reads a constant table of 1 KiB.
[[nodiscard]] std::uint32_t crc32(std::uint32_t seed, std::span<const std::byte> bytes);

/// The same over the bytes of a text.
[[nodiscard]] inline std::uint32_t crc32(std::uint32_t seed, std::string_view text) {
  return crc32(seed, std::as_bytes(std::span<const char>(text.data(), text.size())));
}

}  // namespace wire
