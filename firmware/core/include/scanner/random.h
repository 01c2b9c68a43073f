// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace scanner {

/// Random numbers for epochs, jitter and the noise in records; a port implements it. Two
/// devices, and two runs of one device, must not draw the same: a board without a generator seeds
/// one from its hardware's id, the number of its starts and its cycle counter at the first key
/// press or scan, never from what is on its card alone. Called on the scanner's thread.
class Random {
 public:
  /// Any 32-bit number. Cannot fail.
  virtual std::uint32_t next() = 0;

 protected:
  ~Random() = default;
};

}  // namespace scanner
