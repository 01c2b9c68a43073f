// SPDX-License-Identifier: MIT
// The two kinds of sectors of a journal, byte by byte; the format is described in
// docs/journal-format.md.
#pragma once

#include <cstdint>
#include <span>

#include "scanner/journal_header.h"
#include "scanner/record.h"
#include "scanner/sectors.h"
#include "wire/ids.h"
#include "wire/status.h"

namespace scanner {

inline constexpr std::uint32_t kHeaderSectors = 2;

/// One movement in its slot. `record` points into the sector it was read from.
struct Slot {
  wire::Epoch epoch{};
  wire::Sequence seq = 0;
  wire::Sequence oldest_sequence = 0;  ///< oldest sequence still kept when this one was written
  wire::ChainChecksum previous_checksum{};  ///< chain checksum of seq - 1
  wire::ChainChecksum chain_checksum{};  ///< CRC-32 of the record, seeded with `previous_checksum`
  std::span<const std::byte> record;
};

/// Chain checksum of a record whose previous checksum is `before`.
[[nodiscard]] wire::ChainChecksum chain(wire::ChainChecksum before,
                                        std::span<const std::byte> record);

/// Whether a sector begins as a header, as a slot, or as a slot of `epoch`, whatever follows: if
/// it cannot be read, it was torn or damaged and is not an empty sector.
[[nodiscard]] bool begins_as_header(const Sector& sector);
[[nodiscard]] bool begins_as_slot(const Sector& sector);
[[nodiscard]] bool begins_as_slot_of(const Sector& sector, wire::Epoch epoch);

/// Whether nothing was ever written to a sector of a new device: all zeros, or all ones.
[[nodiscard]] bool is_blank(const Sector& sector);
/// Whether a sector holds what write_header() leaves of a blank one where the power cuts it: as
/// many bytes of a header as there may be, none included. The bytes behind the magic are not
/// judged.
[[nodiscard]] bool is_torn_first_header(const Sector& sector);

/// A header without a name is one of version 1 (asserted: it has no notes), else of version 2.
void write_header(const JournalHeader& header, Sector& out);
/// Errors: kVersion (whole, but written by a newer program), kCorrupt.
[[nodiscard]] wire::Result<JournalHeader> read_header(const Sector& sector);

void write_slot(const Slot& slot, Sector& out);
/// Checks everything that can be checked without other slots, also the record.
/// Errors: as above.
[[nodiscard]] wire::Result<Slot> read_slot(const Sector& sector);

}  // namespace scanner
