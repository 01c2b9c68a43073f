// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace scanner {

/// The core's door to randomness: for epochs, jitter and the noise in records. Two
/// devices, and two lives of one device, must not draw the same numbers.
class Random {
 public:
  virtual std::uint32_t next() = 0;

 protected:
  ~Random() = default;
};

}  // namespace scanner
