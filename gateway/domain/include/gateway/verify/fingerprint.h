// SPDX-License-Identifier: MIT
// Texts and numbers as one number that stands for them. Two of the same are the same; two
// different ones are too once in 2^64, and damage does not choose its bits. Never stored: it is
// another one with another C++ library.
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

/// Of `first` followed by `second`.
constexpr Fingerprint followed_by(Fingerprint first, std::uint64_t second) {
  return mixed(mixed(first) + second);
}

}  // namespace gateway
