// SPDX-License-Identifier: MIT
// Little-endian numbers at fixed offsets of a byte string.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace scanner {

template <std::unsigned_integral T>
constexpr void put_le(std::span<std::byte> at, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    at[i] = static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i));
  }
}

template <std::unsigned_integral T>
constexpr T get_le(std::span<const std::byte> at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value |= std::to_integer<std::uint64_t>(at[i]) << (8 * i);
  }
  return static_cast<T>(value);
}

}  // namespace scanner
