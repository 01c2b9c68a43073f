// SPDX-License-Identifier: MIT
// How a journal changes its epoch and its name: formatted, told its name, forked.
#include <algorithm>
#include <cassert>
#include <span>

#include "scanner/journal.h"
#include "sector_format.h"

namespace scanner {
namespace {

/// The note that a fork can do without: one whose epoch wrote none of the movements that it
/// covers, since only the key under which a movement was written first decides. If there is none,
/// the oldest.
std::uint8_t dispensable(const JournalHeader& header) {
  for (std::uint8_t i = 1; i < header.notes_count; ++i) {
    if (header.notes[i].count == header.notes[i - 1U].count) return i;
  }
  return 0;
}

void leave_out(JournalHeader& header, std::uint8_t index) {
  // Its movements can then be told by their place and chain alone.
  if (index == 0) header.unkeyed = std::max(header.unkeyed, header.notes[0].count);
  const auto from = header.notes.begin() + index;
  std::move(from + 1, header.notes.end(), from);
  header.notes.back() = {};
  --header.notes_count;
}

/// The note after its first `dropped` movements were overwritten, with `previous_checksum` before
/// what is left, and `kept` are there at all.
void advance(wire::ForkNote& note, std::uint32_t dropped, std::uint32_t kept,
             wire::ChainChecksum previous_checksum) {
  if (note.count <= dropped) {
    note.count = 0;  // covers nothing any more, but still says what came before
    return;
  }
  if (dropped > 0) note.previous_checksum = previous_checksum;
  note.first += dropped;
  note.count = std::min(note.count - dropped, kept);
}

}  // namespace

wire::Status Journal::format(wire::Epoch epoch, const wire::NodeName& node) {
  if (sectors_.count() < kHeaderSectors + kCapacityMin) return wire::Status::kInvalidArgument;
  usable_ = false;
  JournalHeader fresh;
  fresh.epoch = epoch;
  fresh.capacity = sectors_.count() - kHeaderSectors;
  fresh.node = node;
  const wire::Status status = put_headers(fresh, Renewal::kNewEpoch);
  if (status != wire::Status::kOk) return status;
  start_epoch(0);
  damaged_.reset();
  usable_ = true;
  return wire::Status::kOk;
}

wire::Status Journal::adopt(const wire::NodeName& node) {
  if (!usable_) return wire::Status::kIoError;
  JournalHeader named = header_;
  named.node = node;
  const wire::Status status = put_headers(named, Renewal::kSameEpoch);
  return status == wire::Status::kOk ? status : stop(status);
}

wire::Status Journal::fork_to(wire::Epoch epoch, const wire::NodeName& node) {
  assert(!node.empty());
  if (!usable_) return wire::Status::kIoError;
  if (knows(epoch)) return wire::Status::kInvalidArgument;
  const std::uint32_t dropped = first_ - 1;
  const std::uint32_t kept = last_ - dropped;
  const wire::Result<wire::ChainChecksum> before = check_at(dropped);
  if (!before) return before.error();

  JournalHeader next = header_;
  for (wire::ForkNote& note : std::span(next.notes).first(next.notes_count)) {
    advance(note, dropped, kept, *before);
  }
  next.unkeyed = std::min(header_.unkeyed - std::min(header_.unkeyed, dropped), kept);
  if (next.notes_count == wire::kForkNotesMax) leave_out(next, dispensable(next));
  next.notes[next.notes_count++] = {header_.node.empty() ? node : header_.node, header_.epoch,
                                    std::min(first_, wire::kSequenceMax), kept, *before};
  next.epoch = epoch;
  next.node = node;
  next.first_slot = sector_of(first_) - kHeaderSectors;
  next.moved_checksum = kept == 0 ? wire::ChainChecksum{} : last_checksum_;
  const wire::Status status = put_headers(next, Renewal::kNewEpoch);
  if (status != wire::Status::kOk) return stop(status);
  start_epoch(kept);
  return wire::Status::kOk;
}

/// In memory: sequences begin at 1, and the gateway has acked none of them.
void Journal::start_epoch(std::uint32_t moved) {
  first_ = 1;
  last_ = moved;
  covered_ = 0;
  if (moved == 0) last_checksum_ = wire::checksum_before_first(header_.epoch);
  needs_fork_ = false;
}

bool Journal::knows(wire::Epoch epoch) const {
  const auto notes = header_.used_notes();
  return epoch == header_.epoch ||
         std::any_of(notes.begin(), notes.end(),
                     [epoch](const wire::ForkNote& note) { return note.epoch == epoch; });
}

}  // namespace scanner
