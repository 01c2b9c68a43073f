// SPDX-License-Identifier: MIT
#include "wire/crc32.h"

#include <array>

namespace wire {
namespace {

constexpr std::uint32_t kPolynomial = 0xEDB88320;

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1U) != 0 ? (value >> 1U) ^ kPolynomial : value >> 1U;
    }
    table[byte] = value;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kTable = make_table();

}  // namespace

std::uint32_t crc32(std::uint32_t seed, std::span<const std::byte> bytes) {
  std::uint32_t value = ~seed;
  for (const std::byte byte : bytes) {
    const std::uint32_t index = (value ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU;
    value = (value >> 8U) ^ kTable[index];
  }
  return ~value;
}

}  // namespace wire
