// SPDX-License-Identifier: MIT
#include "ring.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "checksum.h"

namespace gateway::store {
namespace {

constexpr std::uint32_t kFrameMagic = 0x31465753;  // "SWF1"

/// Numbers are in the machine's byte order, like LMDB's.
struct FrameHead {
  std::uint32_t magic;
  std::uint32_t crc;  // of everything after it but the padding
  std::uint64_t lsn;
  std::uint32_t epoch;
  std::uint32_t previous_crc;
  std::uint64_t payload_bytes;
};
static_assert(sizeof(FrameHead) == 32 && std::is_trivially_copyable_v<FrameHead>);
constexpr std::size_t kUncheckedBytes = 8;  // magic and the checksum itself

constexpr char kMarkVersion = 2;
constexpr std::size_t kMarkBytes = 1 + 3 * 8 + 2 * 4 + 1 + 4;
constexpr char kOldMarkVersion = 1;  // without `in_use`
constexpr std::size_t kOldMarkBytes = kMarkBytes - 1;

template <typename T>
void append_number(std::string& text, T number) {
  std::array<char, sizeof(T)> bytes{};
  std::memcpy(bytes.data(), &number, sizeof(T));
  text.append(bytes.data(), bytes.size());
}

template <typename T>
T take_number(std::string_view& text) {
  T number{};
  std::memcpy(&number, text.data(), sizeof(T));
  text.remove_prefix(sizeof(T));
  return number;
}

}  // namespace

struct Ring::Frame {
  FrameHead head;
  std::uint64_t offset;
  std::string_view payload;
};

std::string RingMark::encode() const {
  std::string text(1, kMarkVersion);
  append_number(text, id);
  append_number(text, lsn);
  append_number(text, offset);
  append_number(text, epoch);
  append_number(text, crc);
  append_number(text, std::uint8_t{in_use});
  append_number(text, crc32(0, text));
  return text;
}

wire::Result<RingMark> RingMark::decode(std::string_view text) {
  if (!text.empty() && static_cast<unsigned char>(text[0]) > kMarkVersion)
    return wire::fail(wire::Status::kVersion);
  const bool old = text.size() == kOldMarkBytes && text[0] == kOldMarkVersion;
  if (!old && (text.size() != kMarkBytes || text[0] != kMarkVersion)) {
    return wire::fail(wire::Status::kCorrupt);
  }
  const auto crc = crc32(0, text.substr(0, text.size() - 4));
  text.remove_prefix(1);
  RingMark mark;
  mark.id = take_number<std::uint64_t>(text);
  mark.lsn = take_number<std::uint64_t>(text);
  mark.offset = take_number<std::uint64_t>(text);
  mark.epoch = take_number<std::uint32_t>(text);
  mark.crc = take_number<std::uint32_t>(text);
  mark.in_use = !old && take_number<std::uint8_t>(text) != 0;
  if (take_number<std::uint32_t>(text) != crc) return wire::fail(wire::Status::kCorrupt);
  return mark;
}

Failure unreadable_mark(wire::Status why) {
  if (why == wire::Status::kVersion) {
    return {why,
            "the store was left by a newer Shelfwire, which keeps its journal in another way: "
            "start the newest version that has used this store"};
  }
  return {wire::Status::kCorrupt,
          "the store does not say how far its journal is covered: check the device, then restore "
          "the newest backup"};
}

Ring::Ring(std::unique_ptr<RingDevice> device, std::uint64_t id)
    : device_(std::move(device)), buffer_(device_->bytes() / 8) {
  mark_.id = id;
  assert(device_->bytes() % device_->block_bytes() == 0);
}

// Seeded with the store's id, so that a frame of another store has a wrong checksum.
std::uint32_t Ring::checksum(std::string_view frame) const {
  std::string seed;
  append_number(seed, mark_.id);
  return crc32(crc32(0, seed), frame.substr(kUncheckedBytes));
}

std::uint64_t Ring::frame_bytes(std::size_t payload_bytes) const {
  const std::uint64_t block = device_->block_bytes();
  return (sizeof(FrameHead) + payload_bytes + block - 1) / block * block;
}

/// The place of a frame of so many bytes: after the last one, or the beginning where the rest of
/// the ring is too short for it. None: it would overwrite frames that are needed.
std::optional<std::uint64_t> Ring::place_for(std::uint64_t bytes) const {
  const std::uint64_t free = device_->bytes() - used_bytes_;
  const std::uint64_t to_end = device_->bytes() - mark_.offset;
  if (bytes <= to_end && bytes <= free) return mark_.offset;
  if (to_end + bytes <= free) return 0;
  return std::nullopt;
}

void Ring::take(std::uint64_t offset, std::uint64_t bytes) {
  if (offset != mark_.offset) used_bytes_ += device_->bytes() - mark_.offset;
  used_bytes_ += bytes;
  mark_.offset = offset + bytes;
}

bool Ring::has_room(std::size_t payload_bytes) const {
  const auto bytes = frame_bytes(payload_bytes);
  return bytes <= buffer_.bytes() && place_for(bytes).has_value();
}

tl::expected<void, Failure> Ring::append(std::string_view payload) {
  assert(has_room(payload.size()));
  const auto bytes = frame_bytes(payload.size());
  const auto offset = *place_for(bytes);
  FrameHead head{kFrameMagic, 0, mark_.lsn + 1, mark_.epoch, mark_.crc, payload.size()};
  std::byte* const frame = buffer_.data();
  std::memcpy(frame, &head, sizeof(head));
  payload.copy(reinterpret_cast<char*>(frame + sizeof(head)), payload.size());
  const auto used = sizeof(head) + payload.size();
  std::memset(frame + used, 0, bytes - used);
  head.crc = checksum({reinterpret_cast<const char*>(frame), used});
  std::memcpy(frame, &head, sizeof(head));
  const int code = device_->write(offset, {frame, bytes});
  if (code != 0) return tl::unexpected(failure_of(code, "write to", device_->path()));
  take(offset, bytes);
  mark_.lsn = head.lsn;
  mark_.crc = head.crc;
  mark_.in_use = true;
  return {};
}

std::optional<Ring::Frame> Ring::frame_at(std::string_view ring, std::uint64_t offset) const {
  if (offset > ring.size() || ring.size() - offset < sizeof(FrameHead)) return std::nullopt;
  Frame frame{};
  std::memcpy(&frame.head, ring.data() + offset, sizeof(FrameHead));
  frame.offset = offset;
  if (frame.head.magic != kFrameMagic) return std::nullopt;
  if (frame.head.payload_bytes > ring.size() - offset - sizeof(FrameHead)) return std::nullopt;
  const auto whole = ring.substr(offset, sizeof(FrameHead) + frame.head.payload_bytes);
  if (checksum(whole) != frame.head.crc) return std::nullopt;
  frame.payload = whole.substr(sizeof(FrameHead));
  return frame;
}

/// The frame that continues the ring: it has the next number, is not of an earlier start, and
/// names the checksum of the frame before. Frames of earlier laps and abandoned ones do not.
std::optional<Ring::Frame> Ring::next_frame(std::string_view ring) const {
  for (const std::uint64_t offset : {mark_.offset, std::uint64_t{0}}) {
    const auto frame = frame_at(ring, offset);
    if (frame && frame->head.lsn == mark_.lsn + 1 && frame->head.epoch >= mark_.epoch &&
        frame->head.previous_crc == mark_.crc) {
      return frame;
    }
  }
  return std::nullopt;
}

// Frames are written one at a time, so a whole frame after a bad one means that the bad one
// was acked. Frames of an earlier start are abandoned ones and do not count.
bool Ring::newer_follows(std::string_view ring) const {
  for (std::uint64_t offset = 0; offset < ring.size(); offset += device_->block_bytes()) {
    const auto frame = frame_at(ring, offset);
    if (frame && frame->head.lsn > mark_.lsn && frame->head.epoch >= mark_.epoch) return true;
  }
  return false;
}

/// Whether the last frame is in the ring, wherever it lies.
bool Ring::holds_last(std::string_view ring) const {
  for (std::uint64_t offset = 0; offset < ring.size(); offset += device_->block_bytes()) {
    const auto frame = frame_at(ring, offset);
    if (frame && frame->head.lsn == mark_.lsn && frame->head.crc == mark_.crc) return true;
  }
  return false;
}

void Ring::begin_epoch() {
  mark_.epoch = ++newest_epoch_;
  mark_.in_use = false;
  std::string epoch;
  append_number(epoch, mark_.epoch);
  mark_.crc = crc32(mark_.crc, epoch);  // of no frame
}

std::uint32_t Ring::newest_epoch(std::string_view ring) const {
  std::uint32_t newest = mark_.epoch;
  for (std::uint64_t offset = 0; offset < ring.size(); offset += device_->block_bytes()) {
    const auto frame = frame_at(ring, offset);
    if (frame) newest = std::max(newest, frame->head.epoch);
  }
  return newest;
}

/// Whether a frame of a newer form is where the next one would be.
bool Ring::is_of_newer_form(std::string_view ring) const {
  for (const std::uint64_t offset : {mark_.offset, std::uint64_t{0}}) {
    const auto magic =
        ring.substr(std::min<std::uint64_t>(offset, ring.size()), sizeof kFrameMagic);
    const bool ours = magic.size() == sizeof kFrameMagic && magic.starts_with("SWF");
    if (ours && magic.back() > '1' && magic.back() <= '9') return true;
  }
  return false;
}

Failure Ring::newer_frame() const {
  return {wire::Status::kVersion,
          device_->path() + ": commit " + std::to_string(mark_.lsn + 1) +
              " was written by a newer Shelfwire: start the newest version that has used this "
              "store. Nothing was changed"};
}

Failure Ring::refuse(Content content) const {
  if (content == Content::kNewer) return newer_frame();
  const std::string commit = device_->path() + ": commit " + std::to_string(mark_.lsn + 1);
  if (content == Content::kDamaged) {
    return {
        wire::Status::kCorrupt,
        commit + " is damaged, and was before its checksum was made: check the machine's memory"};
  }
  return {wire::Status::kVersion,
          commit +
              " is damaged or was written by a newer Shelfwire: start the newest version that has "
              "used this store; if it says the same, restore the newest backup. Nothing was "
              "changed"};
}

tl::expected<void, Failure> Ring::recover(
    const RingMark& covered, const std::function<Content(std::string_view payload)>& visit) {
  mark_ = covered;
  used_bytes_ = 0;
  const std::uint64_t bytes = device_->bytes();
  const Pages memory(bytes);  // freed at the end; reading it takes a few milliseconds
  const int code = device_->read(0, {memory.data(), bytes});
  if (code != 0) return tl::unexpected(failure_of(code, "read", device_->path()));
  const std::string_view ring(reinterpret_cast<const char*>(memory.data()), bytes);
  if (mark_.offset > bytes || mark_.offset % device_->block_bytes() != 0) mark_.offset = 0;
  newest_epoch_ = newest_epoch(ring);
  while (const auto frame = next_frame(ring)) {
    const Content content = visit(frame->payload);
    if (content != Content::kWhole) return tl::unexpected(refuse(content));
    take(frame->offset, frame_bytes(frame->payload.size()));
    mark_.lsn = frame->head.lsn;
    mark_.epoch = frame->head.epoch;
    mark_.crc = frame->head.crc;
  }
  return check_end(ring, covered);
}

/// Whether the frame after which none continues is the last that was acked. Of a ring in use the
/// last frame that the data have, or a later one, was flushed before the data were: without it
/// this is an older ring, or not the data's at all.
tl::expected<void, Failure> Ring::check_end(std::string_view ring, const RingMark& covered) const {
  if (is_of_newer_form(ring)) return tl::unexpected(newer_frame());
  const std::string path = device_->path();
  if (newer_follows(ring)) {
    return tl::unexpected(
        Failure{wire::Status::kCorrupt, path + ": commit " + std::to_string(mark_.lsn + 1) +
                                            " is damaged or missing, and later ones are there"});
  }
  if (covered.in_use && mark_.lsn == covered.lsn && !holds_last(ring)) {
    return tl::unexpected(Failure{wire::Status::kCorrupt,
                                  path + " is older than the data beside it, or damaged: commit " +
                                      std::to_string(mark_.lsn) + " is not in it"});
  }
  return {};
}

}  // namespace gateway::store
