// SPDX-License-Identifier: MIT
// How a journal is read after a start, and its headers are written.
#include <algorithm>
#include <array>

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

  /// Whether both copies are equal. A power cut between their writes leaves them unequal.
  [[nodiscard]] bool equal() const {
    if (!at[0] || !at[1]) return false;
    JournalHeader first = *at[0];
    first.generation = at[1]->generation;
    return first == *at[1];
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
  usable_ = needs_fork_ = false;
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

/// The older copy first: until it is whole, the newest header stays valid.
wire::Status Journal::put_headers(const JournalHeader& header, Renewal renewal) {
  Headers headers;
  wire::Status status = read_headers(headers);
  if (status != wire::Status::kOk) return status;
  const std::optional<std::uint32_t> newest = headers.newest();
  const std::uint32_t old_generation = newest ? headers.at[*newest]->generation : 0;
  const bool has_epoch = newest && headers.at[*newest]->epoch == header.epoch;
  if (has_epoch && renewal == Renewal::kNewEpoch) return wire::Status::kInvalidArgument;

  header_ = header;
  const std::uint32_t older = newest ? 1 - *newest : 0;
  status = put_header(older, old_generation + 1);
  return status == wire::Status::kOk ? put_header(1 - older, old_generation + 2) : status;
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
  header_ = header;
  return wire::Status::kOk;
}

/// Finishes a format(), adopt() or fork_to() that a power cut interrupted, so that damage to one
/// sector can never bring an older journal back.
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
  const std::uint32_t moved = header_.moved();
  bool unreadable = false;
  for (std::uint32_t index = 0; index < capacity(); ++index) {
    const std::uint32_t sector = kHeaderSectors + index;
    const wire::Status status = sectors_.read(sector, buffer_);
    if (status != wire::Status::kOk) return status;
    const wire::Result<Slot> slot = read_slot(buffer_);
    if (!slot && slot.error() == wire::Status::kVersion) return wire::Status::kVersion;
    const bool may_be_torn = sector == sector_of(moved + 1);
    if (!slot) unreadable = unreadable || (!may_be_torn && begins_as_slot_of(buffer_, epoch()));
    if (!slot || slot->epoch != epoch()) continue;
    const bool in_place = slot->seq > moved && sector_of(slot->seq) == sector;
    if (in_place && slot->seq > newest.seq) {
      newest =
          Link{slot->seq, slot->oldest_sequence, slot->previous_checksum, slot->chain_checksum};
    }
  }
  if (newest.seq == 0 && moved > 0) return find_newest_moved(newest);
  return unreadable && newest.seq == 0 ? wire::Status::kCorrupt : wire::Status::kOk;
}

/// The newest of those that the last fork moved, where none was stored since. Which one that must
/// be is known, so that another one means damage.
wire::Status Journal::find_newest_moved(Link& newest) {
  for (wire::Sequence seq = header_.moved(); seq >= 1; --seq) {
    const wire::Status status = sectors_.read(sector_of(seq), buffer_);
    if (status != wire::Status::kOk) return status;
    const wire::Result<Slot> slot = read_slot(buffer_);
    const bool is_last = seq == header_.moved();
    const bool right =
        slot && is_at(*slot, seq) && (!is_last || slot->chain_checksum == header_.moved_checksum);
    if (!right) continue;
    newest = Link{seq, 1, slot->previous_checksum, slot->chain_checksum};
    needs_fork_ = !is_last;
    return wire::Status::kOk;
  }
  // One that cannot be read is no reason to stop work; several at once are for a person.
  needs_fork_ = header_.moved() == 1;
  return needs_fork_ ? wire::Status::kOk : wire::Status::kCorrupt;
}

/// Finds the newest movement and all before it that are whole, linked to it and
/// had not been dropped.
wire::Status Journal::walk_back(Link newest) {
  damaged_.reset();
  last_ = newest.seq;
  last_checksum_ = newest.seq == 0 ? wire::checksum_before_first(epoch()) : newest.chain_checksum;
  first_ = std::max<wire::Sequence>(newest.seq, 1);
  wire::ChainChecksum expected = newest.previous_checksum;
  while (first_ > newest.oldest_sequence && first_ > 1) {
    const wire::Status status = sectors_.read(sector_of(first_ - 1), buffer_);
    if (status != wire::Status::kOk) return status;
    const wire::Result<Slot> slot = read_slot(buffer_);
    const bool linked = slot && is_at(*slot, first_ - 1) && slot->chain_checksum == expected;
    if (!linked) break;
    expected = slot->previous_checksum;
    --first_;
  }
  covered_ = first_ - 1;
  // The next append may already have torn the oldest slot, which was acked then.
  const wire::Sequence torn = last_ + 1 > capacity() ? last_ + 1 - capacity() : 0;
  const wire::Sequence oldest = std::max(newest.oldest_sequence, torn + 1);
  if (newest.seq != 0 && first_ > oldest) damaged_ = SequenceRange{oldest, first_ - 1};
  if (needs_fork_) damaged_ = SequenceRange{damaged_ ? damaged_->from : last_ + 1, header_.moved()};
  return wire::Status::kOk;
}

wire::Status Journal::put_header(std::uint32_t sector, std::uint32_t generation) {
  header_.generation = generation;
  write_header(header_, buffer_);
  const wire::Status status = sectors_.write(sector, buffer_);
  return status == wire::Status::kOk ? sectors_.flush() : status;
}

}  // namespace scanner
