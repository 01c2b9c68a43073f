// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "wire/status.h"

namespace scanner {

inline constexpr std::size_t kSectorBytes = 512;
using Sector = std::array<std::byte, kSectorBytes>;

/// Interface between the journal and its storage: sectors of 512 bytes, numbered from 0. A
/// file on Linux, a memory card on a board, memory in tests.
///
/// What a port must provide, and what the journal relies on:
///  * write() replaces a sector. When the power fails inside it, any number of
///    leading bytes may be new and the rest old; no other sector changes.
///  * Until flush() has returned kOk, a write may be lost, also while a later one is
///    kept; after that it stays.
///  * read() returns what was written last, flushed or not.
///
/// Used by one journal, from one thread.
class Sectors {
 public:
  /// Number of sectors; the same at every call.
  [[nodiscard]] virtual std::uint32_t count() const = 0;

  /// Errors: kIoError. `index` is below count().
  virtual wire::Status read(std::uint32_t index, std::span<std::byte, kSectorBytes> out) = 0;

  /// Errors: kIoError (the sector holds the old bytes, the new ones or a mix).
  virtual wire::Status write(std::uint32_t index,
                             std::span<const std::byte, kSectorBytes> bytes) = 0;

  /// Errors: kIoError (any write since the last flush may be lost).
  virtual wire::Status flush() = 0;

 protected:
  ~Sectors() = default;
};

}  // namespace scanner
