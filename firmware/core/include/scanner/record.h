// SPDX-License-Identifier: MIT
// How one movement is stored: a compact, canonical byte string. The format is
// described for readers outside this program in docs/journal-format.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "wire/movement.h"
#include "wire/status.h"

namespace scanner {

/// The moment of a scan by clocks that are not the wall clock. It makes the
/// records of two devices that scan the same thing differ, and with them every
/// check that follows.
struct Stamp {
  std::uint64_t monotonic_ms = 0;  ///< since this boot; means nothing after the next
  std::uint32_t noise = 0;         ///< random, or a free-running counter
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// What a record says. `movement.age_ms` is never stored: it changes with time.
struct Record {
  wire::Movement movement;
  Stamp stamp;
  friend bool operator==(const Record&, const Record&) = default;
};

/// Fixed part, and each optional field with its tag and length.
inline constexpr std::size_t kRecordBytesMax =
    22 + (2 + wire::kCodeBytesMax) + 3 * (2 + wire::kNameBytesMax) +
    2 * (2 + wire::kLocationBytesMax) + (2 + wire::kLotBytesMax) + (2 + wire::kSerialBytesMax) +
    (2 + 4) + (2 + 8) + (2 + 4);

using RecordBytes = std::array<std::byte, kRecordBytesMax>;

/// Writes the record to the front of `out`; returns the part used. Always fits.
[[nodiscard]] std::span<const std::byte> encode_record(const wire::Movement& movement,
                                                       const Stamp& stamp,
                                                       std::span<std::byte, kRecordBytesMax> out);

/// Reads what encode_record() wrote and nothing else: whatever it accepts encodes
/// to the same bytes again. Any input is safe. Errors: kVersion (written by a
/// newer program), kCorrupt (not a record).
[[nodiscard]] wire::Result<Record> decode_record(std::span<const std::byte> bytes);

}  // namespace scanner
