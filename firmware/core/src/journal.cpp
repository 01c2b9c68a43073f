// SPDX-License-Identifier: MIT
#include "scanner/journal.h"

#include <cassert>

#include "sector_format.h"

namespace scanner {

Journal::Journal(Sectors& sectors, std::uint32_t kept_covered_max)
    : sectors_(sectors), kept_covered_max_(kept_covered_max) {
  assert(kept_covered_max <= wire::kHistoryWindow);
}

wire::Result<wire::Sequence> Journal::append(const wire::Movement& movement, const Stamp& stamp) {
  if (!usable_ || needs_fork_) return wire::fail(wire::Status::kIoError);
  if (last_ == wire::kSequenceMax) return wire::fail(wire::Status::kFull);
  const bool needs_room = last_ - first_ + 1 == capacity();
  if (needs_room && covered_ < first_) return wire::fail(wire::Status::kFull);
  // Before the write, which may tear the slot's old movement.
  if (needs_room) ++first_;

  RecordBytes record{};
  Slot slot;
  slot.epoch = epoch();
  slot.seq = last_ + 1;
  slot.oldest_sequence = first_;
  slot.previous_checksum = last_checksum_;
  slot.record = encode_record(movement, stamp, record);
  slot.chain_checksum = chain(slot.previous_checksum, slot.record);
  write_slot(slot, buffer_);
  wire::Status status = sectors_.write(sector_of(slot.seq), buffer_);
  if (status == wire::Status::kOk) status = sectors_.flush();
  if (status != wire::Status::kOk) return wire::fail(stop(status));

  last_ = slot.seq;
  last_checksum_ = slot.chain_checksum;
  return last_;
}

wire::Result<Journal::Entry> Journal::read(wire::Sequence seq) {
  const wire::Result<Slot> slot = load(seq);
  if (!slot) return wire::fail(slot.error());
  wire::Result<Record> record = decode_record(slot->record);
  if (!record) return wire::fail(stop(record.error()));
  return Entry{record->movement, record->stamp, slot->chain_checksum};
}

wire::Result<wire::ChainChecksum> Journal::check_at(wire::Sequence seq) {
  if (!usable_) return wire::fail(wire::Status::kIoError);
  if (seq == last_) return last_checksum_;
  // What a movement was chained to before a fork counts no more at the epoch's beginning.
  if (seq == 0 && first_ == 1) return wire::checksum_before_first(epoch());
  const bool before_first = seq + 1 == first_;
  const wire::Result<Slot> slot = load(before_first ? first_ : seq);
  if (!slot) return wire::fail(slot.error());
  return before_first ? slot->previous_checksum : slot->chain_checksum;
}

void Journal::cover(wire::Sequence seq) {
  assert(seq >= covered_ && seq <= last_);
  covered_ = seq;
  const std::uint32_t kept = covered_ - (first_ - 1);
  if (kept > kept_covered_max_) first_ += kept - kept_covered_max_;
}

void Journal::uncover(wire::Sequence seq) {
  assert(seq + 1 >= first_ && seq <= covered_);
  covered_ = seq;
}

/// The slot of a stored movement; it is in buffer_ until the next call.
wire::Result<Slot> Journal::load(wire::Sequence seq) {
  if (!usable_) return wire::fail(wire::Status::kIoError);
  if (seq < first_ || seq > last_) return wire::fail(wire::Status::kNotFound);
  const wire::Status status = sectors_.read(sector_of(seq), buffer_);
  if (status != wire::Status::kOk) return wire::fail(stop(status));
  const wire::Result<Slot> slot = read_slot(buffer_);
  if (!slot) return wire::fail(stop(slot.error()));
  if (!is_at(*slot, seq)) return wire::fail(stop(wire::Status::kCorrupt));
  return slot;
}

wire::Status Journal::stop(wire::Status status) {
  usable_ = false;
  return status;
}

std::uint32_t Journal::sector_of(wire::Sequence seq) const {
  return kHeaderSectors + ((seq - 1) % capacity() + header_.first_slot) % capacity();
}

/// Whether a slot is that of sequence `seq`. It names the epoch and sequence under which it was
/// written, which for a movement that forks moved are those of the oldest note that covers it.
bool Journal::is_at(const Slot& slot, wire::Sequence seq) const {
  if (seq <= header_.unkeyed) return true;
  for (const wire::ForkNote& note : header_.used_notes()) {
    if (seq <= note.count) return slot.epoch == note.epoch && slot.seq == note.first + seq - 1;
  }
  return slot.epoch == epoch() && slot.seq == seq;
}

}  // namespace scanner
