// SPDX-License-Identifier: MIT
// 64-bit hashes that stand for texts and numbers. Different ones collide with a chance of 1 in
// 2^64, which is safe against damage, not against an attacker. Never stored: another C++
// library computes other ones.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace gateway {

using Fingerprint = std::uint64_t;

/// Each bit of the result depends on each bit of `number`: the finalizer of SplitMix64
/// (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
constexpr Fingerprint mixed(std::uint64_t number) {
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

inline Fingerprint fingerprint(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

/// The fingerprint of `first` followed by `second`.
constexpr Fingerprint followed_by(Fingerprint first, std::uint64_t second) {
  return mixed(mixed(first) + second);
}

}  // namespace gateway
