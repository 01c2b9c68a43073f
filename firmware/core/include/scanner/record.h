// SPDX-License-Identifier: MIT
// How one movement is stored: a compact byte string, one for each movement and stamp. The
// format is described in docs/journal-format.md. Pure functions: any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "wire/movement.h"
#include "wire/status.h"

namespace scanner {

/// When a movement was stored, by a clock that needs no setting, and a random number. They
/// make the records of two devices that scan the same thing differ, and with them all
/// chain checksums that follow.
struct Stamp {
  std::uint64_t monotonic_ms = 0;  ///< since this start; has no meaning after the next one
  std::uint32_t noise = 0;         ///< random, or a free-running counter
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// The content of a record. `movement.age_ms` is never stored: it changes with time.
struct Record {
  wire::Movement movement;
  Stamp stamp;
  friend bool operator==(const Record&, const Record&) = default;
};

/// The fixed part, and each optional field with its tag and length.
inline constexpr std::size_t kRecordBytesMax =
    22 + (2 + wire::kCodeBytesMax) + 3 * (2 + wire::kNameBytesMax) +
    2 * (2 + wire::kLocationBytesMax) + (2 + wire::kLotBytesMax) + (2 + wire::kSerialBytesMax) +
    (2 + 4) + (2 + 8) + (2 + 4);

using RecordBytes = std::array<std::byte, kRecordBytesMax>;

/// Writes the record to the front of `out`; returns a view of that part. Always fits.
[[nodiscard]] std::span<const std::byte> encode_record(const wire::Movement& movement,
                                                       const Stamp& stamp,
                                                       std::span<std::byte, kRecordBytesMax> out);

/// Accepts only what encode_record() writes: the result encodes to the same bytes
/// again. Safe with any input. Errors: kVersion (written by a
/// newer program), kCorrupt (not a record).
[[nodiscard]] wire::Result<Record> decode_record(std::span<const std::byte> bytes);

}  // namespace scanner
