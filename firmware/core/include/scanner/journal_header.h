// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "wire/fork_note.h"
#include "wire/ids.h"
#include "wire/limits.h"

namespace scanner {

/// What a journal knows beside its movements: whose it is, its epoch, and under which epochs its
/// movements were written before forks. A plain value; docs/journal-format.md has its bytes.
struct JournalHeader {
  std::uint32_t generation = 0;  ///< of two valid headers the higher one is used
  wire::Epoch epoch{};
  std::uint32_t capacity = 0;    ///< slots
  wire::NodeName node;           ///< under which it was opened last; empty: unknown (version 1)
  std::uint32_t first_slot = 0;  ///< of sequence 1, 0 .. capacity - 1
  wire::ChainChecksum moved_checksum{};  ///< of the last moved movement, if there is one
  std::uint32_t unkeyed = 0;  ///< movements 1 .. `unkeyed`: the note that had their keys is gone
  std::uint8_t notes_count = 0;
  std::array<wire::ForkNote, wire::kForkNotesMax> notes{};  ///< the oldest first

  /// The notes in use; none covers fewer movements than the one before.
  [[nodiscard]] std::span<const wire::ForkNote> used_notes() const {
    return std::span(notes).first(notes_count);
  }
  /// Movements 1 .. moved() came here through a fork.
  [[nodiscard]] std::uint32_t moved() const {
    return notes_count == 0 ? 0 : notes[notes_count - 1U].count;
  }
  friend bool operator==(const JournalHeader&, const JournalHeader&) = default;
};

}  // namespace scanner
