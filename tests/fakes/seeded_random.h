// SPDX-License-Identifier: MIT
#pragma once

#include <random>

#include "scanner/random.h"

namespace fakes {

/// Gives the same numbers for the same seed.
class SeededRandom final : public scanner::Random {
 public:
  explicit SeededRandom(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t next() override { return static_cast<std::uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};

}  // namespace fakes
