// SPDX-License-Identifier: MIT
// What a redo ring is written to: a file, or memory in tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace gateway::store {

/// Memory handed to a device begins at a multiple of this.
inline constexpr std::size_t kDeviceAlignment = 4096;

/// A fixed number of blocks. Used by the ring's thread.
class RingDevice {
 public:
  virtual ~RingDevice() = default;

  [[nodiscard]] virtual std::uint64_t bytes() const = 0;  ///< whole blocks

  /// The unit of writes; a power of two from 512 to 65536. A write that a power cut
  /// interrupts leaves each of its blocks old, new or torn, and all others as they were.
  [[nodiscard]] virtual std::uint32_t block_bytes() const = 0;

  /// Replaces whole blocks. 0: they are on the medium. Else an errno value, and what is on the
  /// medium is unknown: write nothing more, and open the device again.
  [[nodiscard]] virtual int write(std::uint64_t offset, std::span<const std::byte> blocks) = 0;

  /// 0, or an errno value.
  [[nodiscard]] virtual int read(std::uint64_t offset, std::span<std::byte> blocks) = 0;

  /// For messages.
  [[nodiscard]] virtual const std::string& path() const = 0;
};

}  // namespace gateway::store
