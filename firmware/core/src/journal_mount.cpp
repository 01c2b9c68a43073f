// SPDX-License-Identifier: MIT
// How a journal is read after a start, and formatted.
#include <algorithm>
#include <array>
#include <cassert>

#include "scanner/journal.h"
#include "sector_format.h"

namespace scanner {

/// What the two header sectors hold.
struct Journal::Headers {
  std::array<std::optional<JournalHeader>, kHeaderSectors> at;
  bool newer_version = false;
  bool first_is_new = false;       ///< blank, or torn when it was written for the first time
  bool second_unreadable = false;  ///< the second is written only when the first is whole

  /// The sector whose header is valid and newest, if there is one.
  [[nodiscard]] std::optional<std::uint32_t> newest() const {
    if (!at[0] && !at[1]) return std::nullopt;
    if (!at[0]) return 1;
    if (!at[1]) return 0;
    return at[0]->generation > at[1]->generation ? 0 : 1;
  }

  /// Whether both copies are equal. A power cut inside format() leaves them unequal.
  [[nodiscard]] bool equal() const {
    return at[0] && at[1] && at[0]->epoch == at[1]->epoch && at[0]->capacity == at[1]->capacity;
  }
};

/// What is remembered of a slot while following the chain.
struct Journal::Link {
  wire::Sequence seq = 0;  ///< 0: none found
  wire::Sequence oldest_sequence = 0;
  wire::ChainChecksum previous_checksum{};
  wire::ChainChecksum chain_checksum{};
};

wire::Status Journal::mount() {
  usable_ = false;
  // A process killed between write and flush leaves sectors that read back but could
  // still be lost. Flush them before relying on them.
  wire::Status status = sectors_.flush();
  Headers headers;
  if (status == wire::Status::kOk) status = take_header(headers);
  if (status != wire::Status::kOk) return status;
  Link newest;
  status = find_newest(newest);
  // Only now: what a newer program wrote must stay as it is.
  if (status == wire::Status::kOk) status = mend_headers(headers);
  if (status == wire::Status::kOk) status = walk_back(newest);
  usable_ = status == wire::Status::kOk;
  return status;
}

wire::Status Journal::format(wire::Epoch epoch) {
  if (sectors_.count() < kHeaderSectors + kCapacityMin) return wire::Status::kInvalidArgument;
  usable_ = false;
  Headers headers;
  wire::Status status = read_headers(headers);
  if (status != wire::Status::kOk) return status;
  const std::optional<std::uint32_t> newest = headers.newest();
  const std::uint32_t old_generation = newest ? headers.at[*newest]->generation : 0;
  if (newest && headers.at[*newest]->epoch == epoch) return wire::Status::kInvalidArgument;

  epoch_ = epoch;
  capacity_ = sectors_.count() - kHeaderSectors;
  // The older copy first: until it is whole, the newest header stays valid.
  const std::uint32_t older = newest ? 1 - *newest : 0;
  status = put_header(older, old_generation + 1);
  if (status == wire::Status::kOk) status = put_header(1 - older, old_generation + 2);
  if (status != wire::Status::kOk) return status;
  first_ = 1;
  last_ = 0;
  covered_ = 0;
  last_checksum_ = wire::checksum_before_first(epoch);
  damaged_.reset();
  usable_ = true;
  return wire::Status::kOk;
}

wire::Status Journal::read_headers(Headers& out) {
  if (sectors_.count() < kHeaderSectors) return wire::Status::kUnformatted;
  for (std::uint32_t sector = 0; sector < kHeaderSectors; ++sector) {
    const wire::Status status = sectors_.read(sector, buffer_);
    if (status != wire::Status::kOk) return status;
    const wire::Result<JournalHeader> header = read_header(buffer_);
    if (header) {
      out.at[sector] = *header;
    } else if (header.error() == wire::Status::kVersion) {
      out.newer_version = true;
    } else if (sector == 0) {
      out.first_is_new = is_torn_first_header(buffer_);
    } else {
      out.second_unreadable = begins_as_header(buffer_);
    }
  }
  return wire::Status::kOk;
}

wire::Status Journal::take_header(Headers& headers) {
  const wire::Status status = read_headers(headers);
  if (status != wire::Status::kOk) return status;
  if (headers.newer_version) return wire::Status::kVersion;
  const std::optional<std::uint32_t> newest = headers.newest();
  if (!newest) return explain_missing_header(headers);
  const JournalHeader header = *headers.at[*newest];
  const bool fits =
      header.capacity >= kCapacityMin && header.capacity <= sectors_.count() - kHeaderSectors;
  if (!fits) return wire::Status::kCorrupt;
  epoch_ = header.epoch;
  capacity_ = header.capacity;
  return wire::Status::kOk;
}

/// Finishes a format() that a power cut interrupted, so that damage to one sector can never
/// bring an older journal back.
wire::Status Journal::mend_headers(const Headers& headers) {
  if (headers.equal()) return wire::Status::kOk;
  const std::uint32_t newest = *headers.newest();
  return put_header(1 - newest, headers.at[newest]->generation + 1);
}

/// Without a header, movements on the device, readable or not, mean damage and not a new device.
/// Anything else that is not blank was never ours, and must not be written over.
///
/// A first format() that the power cut must not be taken for either, or the scanner would never
/// start again. What it can leave: it writes the first header to a blank device, flushes, and only
/// then writes the second. Cut in the first write, the first sector has some leading bytes of a
/// header and is blank behind them, and all others are blank. Cut in the flush, the same, or a
/// whole header; cut later, the first header is whole, and we are not here. format() then writes
/// over the torn header: cut again, the leading bytes are again those of a header, because each
/// begins with the same magic, and what is left behind them is not judged.
wire::Status Journal::explain_missing_header(const Headers& headers) {
  bool foreign = !headers.first_is_new;
  for (std::uint32_t sector = kHeaderSectors - 1; sector < sectors_.count(); ++sector) {
    const wire::Status status = sectors_.read(sector, buffer_);
    if (status != wire::Status::kOk) return status;
    const wire::Result<Slot> slot = read_slot(buffer_);
    if (!slot && slot.error() == wire::Status::kVersion) return wire::Status::kVersion;
    if (sector >= kHeaderSectors && begins_as_slot(buffer_)) return wire::Status::kCorrupt;
    foreign = foreign || !is_blank(buffer_);
  }
  if (headers.second_unreadable) return wire::Status::kCorrupt;
  return foreign ? wire::Status::kForeign : wire::Status::kUnformatted;
}

/// The slot with the highest sequence. A torn slot and those of earlier epochs are ignored. If
/// no slot is whole, only the first one can be torn: unreadable others were movements.
wire::Status Journal::find_newest(Link& newest) {
  bool unreadable = false;
  for (std::uint32_t index = 0; index < capacity_; ++index) {
    const wire::Status status = sectors_.read(kHeaderSectors + index, buffer_);
    if (status != wire::Status::kOk) return status;
    const wire::Result<Slot> slot = read_slot(buffer_);
    if (!slot && slot.error() == wire::Status::kVersion) return wire::Status::kVersion;
    if (!slot) unreadable = unreadable || (index > 0 && begins_as_slot_of(buffer_, epoch_));
    if (!slot || slot->epoch != epoch_) continue;
    const bool in_place = sector_of(slot->seq) == kHeaderSectors + index;
    if (in_place && slot->seq > newest.seq) {
      newest =
          Link{slot->seq, slot->oldest_sequence, slot->previous_checksum, slot->chain_checksum};
    }
  }
  return unreadable && newest.seq == 0 ? wire::Status::kCorrupt : wire::Status::kOk;
}

/// Finds the newest movement and all before it that are whole, linked to it and
/// had not been dropped.
wire::Status Journal::walk_back(Link newest) {
  damaged_.reset();
  last_ = newest.seq;
  last_checksum_ = newest.seq == 0 ? wire::checksum_before_first(epoch_) : newest.chain_checksum;
  first_ = std::max<wire::Sequence>(newest.seq, 1);
  wire::ChainChecksum expected = newest.previous_checksum;
  while (first_ > newest.oldest_sequence && first_ > 1) {
    const wire::Status status = sectors_.read(sector_of(first_ - 1), buffer_);
    if (status != wire::Status::kOk) return status;
    const wire::Result<Slot> slot = read_slot(buffer_);
    const bool linked = slot && slot->epoch == epoch_ && slot->seq == first_ - 1 &&
                        slot->chain_checksum == expected;
    if (!linked) break;
    expected = slot->previous_checksum;
    --first_;
  }
  covered_ = first_ - 1;
  // The next append may already have torn the oldest slot, which was acked then.
  const wire::Sequence torn = last_ + 1 > capacity_ ? last_ + 1 - capacity_ : 0;
  const wire::Sequence oldest = std::max(newest.oldest_sequence, torn + 1);
  if (newest.seq != 0 && first_ > oldest) damaged_ = SequenceRange{oldest, first_ - 1};
  return wire::Status::kOk;
}

wire::Status Journal::put_header(std::uint32_t sector, std::uint32_t generation) {
  write_header(JournalHeader{generation, epoch_, capacity_}, buffer_);
  const wire::Status status = sectors_.write(sector, buffer_);
  return status == wire::Status::kOk ? sectors_.flush() : status;
}

}  // namespace scanner
