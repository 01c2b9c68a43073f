// SPDX-License-Identifier: MIT
#include "sector_format.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

#include "bytes.h"
#include "wire/crc32.h"

namespace scanner {
namespace {

constexpr std::uint32_t kHeaderMagic = 0x484A5753;  // "SWJH"
constexpr std::uint32_t kSlotMagic = 0x534A5753;    // "SWJS"
constexpr std::uint8_t kSlotVersion = 1;
// Version 1 of the header knows no name and no forks; the first release writes it.
constexpr std::uint8_t kNamelessVersion = 1;
constexpr std::uint8_t kHeaderVersion = 2;
constexpr std::byte kZeroed{0x00};
constexpr std::byte kErased{0xff};  // as flash is after an erase

constexpr std::size_t kVersionAt = 4;
constexpr std::size_t kLengthAt = 6;  // slot only
constexpr std::size_t kGenerationAt = 8;
constexpr std::size_t kHeaderEpochAt = 12;
constexpr std::size_t kCapacityAt = 16;
constexpr std::size_t kNodeAt = 20;  // a name: its length, then kNameBytesMax bytes
constexpr std::size_t kFirstSlotAt = 56;
constexpr std::size_t kMovedChecksumAt = 60;
constexpr std::size_t kUnkeyedAt = 64;
constexpr std::size_t kNotesCountAt = 68;
constexpr std::size_t kNotesAt = 72;
constexpr std::size_t kNoteBytes = 52;
constexpr std::size_t kNoteFirstAt = 4;  // within a note
constexpr std::size_t kNoteCountAt = 8;
constexpr std::size_t kNotePreviousAt = 12;
constexpr std::size_t kNoteNodeAt = 16;
constexpr std::size_t kEpochAt = 8;
constexpr std::size_t kSeqAt = 12;
constexpr std::size_t kOldestSequenceAt = 16;
constexpr std::size_t kPreviousChecksumAt = 20;
constexpr std::size_t kChainChecksumAt = 24;
constexpr std::size_t kRecordAt = 28;
constexpr std::size_t kCrcAt = kSectorBytes - 4;

static_assert(kRecordAt + kRecordBytesMax <= kCrcAt);
static_assert(kNotesAt + wire::kForkNotesMax * kNoteBytes <= kCrcAt);
static_assert(kNodeAt + 1 + wire::kNameBytesMax <= kFirstSlotAt);
static_assert(kNoteNodeAt + 1 + wire::kNameBytesMax <= kNoteBytes);

template <typename T>
void put(Sector& sector, std::size_t at, T value) {
  put_le(std::span(sector).subspan(at, sizeof(T)), value);
}

template <typename T>
T get(const Sector& sector, std::size_t at) {
  return get_le<T>(std::span(sector).subspan(at, sizeof(T)));
}

std::uint32_t crc_of(const Sector& sector) {
  return wire::crc32(0, std::span<const std::byte>(sector).first(kCrcAt));
}

void seal(Sector& sector, std::uint32_t magic, std::uint8_t version) {
  put(sector, 0, magic);
  put(sector, kVersionAt, version);
  put(sector, kCrcAt, crc_of(sector));
}

/// kOk when the sector is intact, of this kind and of a version up to `newest`.
wire::Status check_seal(const Sector& sector, std::uint32_t magic, std::uint8_t newest) {
  if (get<std::uint32_t>(sector, 0) != magic) return wire::Status::kCorrupt;
  if (get<std::uint32_t>(sector, kCrcAt) != crc_of(sector)) return wire::Status::kCorrupt;
  const auto version = get<std::uint8_t>(sector, kVersionAt);
  if (version > newest) return wire::Status::kVersion;
  return version >= 1 ? wire::Status::kOk : wire::Status::kCorrupt;
}

void put_name(Sector& sector, std::size_t at, std::string_view name) {
  put(sector, at, static_cast<std::uint8_t>(name.size()));
  std::transform(name.begin(), name.end(), sector.begin() + static_cast<std::ptrdiff_t>(at + 1),
                 [](char c) { return static_cast<std::byte>(c); });
}

/// Empty where there is none.
wire::NodeName get_name(const Sector& sector, std::size_t at) {
  std::array<char, wire::kNameBytesMax> text{};
  const std::size_t size =
      std::min<std::size_t>(get<std::uint8_t>(sector, at), wire::kNameBytesMax);
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(sector[at + 1 + i]);
  const std::string_view name(text.data(), size);
  return wire::is_name(name) ? *wire::NodeName::from(name) : wire::NodeName{};
}

void put_note(Sector& sector, std::size_t at, const wire::ForkNote& note) {
  put(sector, at, wire::raw(note.epoch));
  put(sector, at + kNoteFirstAt, note.first);
  put(sector, at + kNoteCountAt, note.count);
  put(sector, at + kNotePreviousAt, wire::raw(note.previous_checksum));
  put_name(sector, at + kNoteNodeAt, note.node.view());
}

wire::ForkNote get_note(const Sector& sector, std::size_t at) {
  return {get_name(sector, at + kNoteNodeAt), wire::Epoch{get<std::uint32_t>(sector, at)},
          get<std::uint32_t>(sector, at + kNoteFirstAt),
          get<std::uint32_t>(sector, at + kNoteCountAt),
          wire::ChainChecksum{get<std::uint32_t>(sector, at + kNotePreviousAt)}};
}

/// Whether the name and the notes of a header are what a journal could have written.
bool makes_sense(const JournalHeader& header) {
  if (header.node.empty() || header.first_slot >= header.capacity) return false;
  std::uint32_t covered = 0;
  for (const wire::ForkNote& note : header.used_notes()) {
    const bool fits = !note.node.empty() && note.epoch != header.epoch && note.first >= 1 &&
                      note.first <= wire::kSequenceMax && note.count >= covered &&
                      note.count <= wire::kSequenceMax - note.first + 1;
    if (!fits) return false;
    covered = note.count;
  }
  return covered <= header.capacity && header.unkeyed <= covered;
}

}  // namespace

wire::ChainChecksum chain(wire::ChainChecksum before, std::span<const std::byte> record) {
  return wire::ChainChecksum{wire::crc32(wire::raw(before), record)};
}

bool begins_as_header(const Sector& sector) {
  return get<std::uint32_t>(sector, 0) == kHeaderMagic;
}

bool is_blank(const Sector& sector) {
  const std::byte fill = sector.front();
  return (fill == kZeroed || fill == kErased) &&
         std::all_of(sector.begin(), sector.end(), [&](std::byte b) { return b == fill; });
}

bool is_torn_first_header(const Sector& sector) {
  if (begins_as_header(sector)) return true;
  Sector rest = sector;
  for (std::size_t i = 0; i < sizeof kHeaderMagic; ++i) {
    if (sector[i] != static_cast<std::byte>(kHeaderMagic >> (8 * i))) break;
    rest[i] = sector.back();
  }
  return is_blank(rest);
}

bool begins_as_slot(const Sector& sector) {
  return get<std::uint32_t>(sector, 0) == kSlotMagic;
}

bool begins_as_slot_of(const Sector& sector, wire::Epoch epoch) {
  return begins_as_slot(sector) && get<std::uint32_t>(sector, kEpochAt) == wire::raw(epoch);
}

void write_header(const JournalHeader& header, Sector& out) {
  out.fill(std::byte{0});
  put(out, kGenerationAt, header.generation);
  put(out, kHeaderEpochAt, wire::raw(header.epoch));
  put(out, kCapacityAt, header.capacity);
  if (header.node.empty()) {
    assert(header.notes_count == 0);
    return seal(out, kHeaderMagic, kNamelessVersion);
  }
  put_name(out, kNodeAt, header.node.view());
  put(out, kFirstSlotAt, header.first_slot);
  put(out, kMovedChecksumAt, wire::raw(header.moved_checksum));
  put(out, kUnkeyedAt, header.unkeyed);
  put(out, kNotesCountAt, header.notes_count);
  std::size_t at = kNotesAt;
  for (const wire::ForkNote& note : header.used_notes()) {
    put_note(out, at, note);
    at += kNoteBytes;
  }
  seal(out, kHeaderMagic, kHeaderVersion);
}

wire::Result<JournalHeader> read_header(const Sector& sector) {
  const wire::Status status = check_seal(sector, kHeaderMagic, kHeaderVersion);
  if (status != wire::Status::kOk) return wire::fail(status);
  JournalHeader header;
  header.generation = get<std::uint32_t>(sector, kGenerationAt);
  header.epoch = wire::Epoch{get<std::uint32_t>(sector, kHeaderEpochAt)};
  header.capacity = get<std::uint32_t>(sector, kCapacityAt);
  if (header.capacity == 0) return wire::fail(wire::Status::kCorrupt);
  if (get<std::uint8_t>(sector, kVersionAt) == kNamelessVersion) return header;
  header.node = get_name(sector, kNodeAt);
  header.first_slot = get<std::uint32_t>(sector, kFirstSlotAt);
  header.moved_checksum = wire::ChainChecksum{get<std::uint32_t>(sector, kMovedChecksumAt)};
  header.unkeyed = get<std::uint32_t>(sector, kUnkeyedAt);
  header.notes_count = get<std::uint8_t>(sector, kNotesCountAt);
  if (header.notes_count > wire::kForkNotesMax) return wire::fail(wire::Status::kCorrupt);
  for (std::size_t i = 0; i < header.notes_count; ++i) {
    header.notes[i] = get_note(sector, kNotesAt + i * kNoteBytes);
  }
  if (!makes_sense(header)) return wire::fail(wire::Status::kCorrupt);
  return header;
}

void write_slot(const Slot& slot, Sector& out) {
  assert(slot.record.size() <= kRecordBytesMax);
  out.fill(std::byte{0});
  put(out, kLengthAt, static_cast<std::uint16_t>(slot.record.size()));
  put(out, kEpochAt, wire::raw(slot.epoch));
  put(out, kSeqAt, slot.seq);
  put(out, kOldestSequenceAt, slot.oldest_sequence);
  put(out, kPreviousChecksumAt, wire::raw(slot.previous_checksum));
  put(out, kChainChecksumAt, wire::raw(slot.chain_checksum));
  std::copy(slot.record.begin(), slot.record.end(),
            out.begin() + static_cast<std::ptrdiff_t>(kRecordAt));
  seal(out, kSlotMagic, kSlotVersion);
}

wire::Result<Slot> read_slot(const Sector& sector) {
  const wire::Status status = check_seal(sector, kSlotMagic, kSlotVersion);
  if (status != wire::Status::kOk) return wire::fail(status);
  Slot slot;
  slot.epoch = wire::Epoch{get<std::uint32_t>(sector, kEpochAt)};
  slot.seq = get<std::uint32_t>(sector, kSeqAt);
  slot.oldest_sequence = get<std::uint32_t>(sector, kOldestSequenceAt);
  slot.previous_checksum = wire::ChainChecksum{get<std::uint32_t>(sector, kPreviousChecksumAt)};
  slot.chain_checksum = wire::ChainChecksum{get<std::uint32_t>(sector, kChainChecksumAt)};
  const std::size_t length = get<std::uint16_t>(sector, kLengthAt);
  slot.record = std::span(sector).subspan(kRecordAt, std::min(length, kCrcAt - kRecordAt));
  const wire::Result<Record> record = decode_record(slot.record);
  // Before the numbers and the chain, which a newer program may count in another way: the sector's
  // checksum is right, so it is no damage.
  if (!record && record.error() == wire::Status::kVersion) return wire::fail(record.error());
  const bool numbers_fit = slot.seq >= 1 && slot.seq <= wire::kSequenceMax &&
                           slot.oldest_sequence >= 1 && slot.oldest_sequence <= slot.seq &&
                           length <= kRecordBytesMax;
  if (!numbers_fit) return wire::fail(wire::Status::kCorrupt);
  const bool starts_chain =
      slot.seq != 1 || slot.previous_checksum == wire::checksum_before_first(slot.epoch);
  if (!starts_chain || chain(slot.previous_checksum, slot.record) != slot.chain_checksum) {
    return wire::fail(wire::Status::kCorrupt);
  }
  if (!record) return wire::fail(record.error());
  return slot;
}

}  // namespace scanner
