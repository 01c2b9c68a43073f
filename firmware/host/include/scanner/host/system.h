// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "scanner/random.h"
#include "scanner/uplink.h"

namespace scanner::host {

/// Milliseconds since this machine was started, time asleep included. Any thread.
[[nodiscard]] TimeMs monotonic_ms();

/// Wall time in milliseconds since 1970; none: the kernel does not know that it is right. Any
/// thread.
[[nodiscard]] std::optional<std::int64_t> synchronised_wall_ms();

/// The kernel's random numbers, drawn in blocks. Not thread-safe.
class SystemRandom final : public Random {
 public:
  std::uint32_t next() override;

 private:
  std::array<std::uint32_t, 32> drawn_{};
  std::size_t left_ = 0;
};

}  // namespace scanner::host
