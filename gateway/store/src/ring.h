// SPDX-License-Identifier: MIT
// The redo ring: what was committed and is not in the store behind it yet, as one frame per
// commit, written and flushed once. Bytes: docs/store-schema.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "changes.h"
#include "messages.h"
#include "pages.h"
#include "ring_device.h"

namespace gateway::store {

/// A position in a ring: its last frame, and where the next one begins.
struct RingMark {
  std::uint64_t id = 0;      ///< of the store and its ring
  std::uint64_t lsn = 0;     ///< number of the last frame; 0: none yet
  std::uint64_t offset = 0;  ///< of the next one, which begins at 0 where it does not fit
  std::uint32_t epoch = 0;   ///< number of the chain of frames: see begin_epoch()
  std::uint32_t crc = 0;     ///< of the last frame; of none after begin_epoch()
  bool in_use = false;       ///< the ring holds that frame, and may hold later ones

  [[nodiscard]] std::string encode() const;
  /// Errors: kVersion (of a newer program), kCorrupt. One without `in_use` is read as unused.
  [[nodiscard]] static wire::Result<RingMark> decode(std::string_view text);
  friend bool operator==(const RingMark&, const RingMark&) = default;
};

/// The failure of a store whose mark cannot be decoded; `why` as decode() says.
[[nodiscard]] Failure unreadable_mark(wire::Status why);

/// Used by one thread.
class Ring {
 public:
  /// `id` is the store's; frames of another store are ignored.
  Ring(std::unique_ptr<RingDevice> device, std::uint64_t id);

  /// Visits the payload of each frame after `covered`, oldest first; append() goes on behind
  /// them. `visit` returns what the payload is. An incomplete last frame is a commit
  /// that a power cut interrupted, and was never acked. Failures: kCorrupt (acked frames are
  /// damaged or missing: whole ones follow, or the ring of a mark in use does not hold its frame;
  /// or a payload is damaged), kVersion (a newer program wrote a frame, or may have), kIoError.
  /// After kCorrupt the ring is as far as its frames could be visited.
  [[nodiscard]] tl::expected<void, Failure> recover(
      const RingMark& covered, const std::function<Content(std::string_view payload)>& visit);

  /// The store behind is, or will be with its next commit, further than the frames: those from here
  /// on continue that state alone, and no older one. Those that recover() did not visit are
  /// abandoned.
  void begin_epoch();
  /// Takes begin_epoch() back, before anything was appended: the data stay as `before` says.
  void go_back(const RingMark& before) { mark_ = before; }
  /// Nothing is appended any more.
  void end() { mark_.in_use = false; }

  /// Whether a frame with so long a payload can be written before release().
  [[nodiscard]] bool has_room(std::size_t payload_bytes) const;

  /// Writes a frame, which has room (asserted). On success it survives a power cut, and so does
  /// the knowledge that the one before it did. Any failure is final: whether the frame is on disk
  /// is unknown.
  [[nodiscard]] tl::expected<void, Failure> append(std::string_view payload);

  /// Everything appended is in the store behind: the place of its frames may be used again.
  void release() { used_bytes_ = 0; }

  [[nodiscard]] const std::string& path() const { return device_->path(); }
  [[nodiscard]] const RingMark& mark() const { return mark_; }
  [[nodiscard]] bool half_full() const { return used_bytes_ >= device_->bytes() / 2; }

 private:
  struct Frame;
  [[nodiscard]] std::uint64_t frame_bytes(std::size_t payload_bytes) const;
  [[nodiscard]] std::optional<std::uint64_t> place_for(std::uint64_t bytes) const;
  [[nodiscard]] std::optional<Frame> frame_at(std::string_view ring, std::uint64_t offset) const;
  [[nodiscard]] std::optional<Frame> next_frame(std::string_view ring) const;
  [[nodiscard]] bool newer_follows(std::string_view ring) const;
  [[nodiscard]] bool holds_last(std::string_view ring) const;
  [[nodiscard]] std::uint32_t newest_epoch(std::string_view ring) const;
  [[nodiscard]] tl::expected<void, Failure> check_end(std::string_view ring,
                                                      const RingMark& covered) const;
  [[nodiscard]] bool is_of_newer_form(std::string_view ring) const;
  [[nodiscard]] Failure newer_frame() const;
  /// Why the next frame, which is whole, cannot be applied.
  [[nodiscard]] Failure refuse(Content content) const;
  [[nodiscard]] std::uint32_t checksum(std::string_view frame) const;
  void take(std::uint64_t offset, std::uint64_t bytes);

  std::unique_ptr<RingDevice> device_;
  Pages buffer_;
  RingMark mark_;
  std::uint64_t used_bytes_ = 0;    // of frames since release(), skipped ends included
  std::uint32_t newest_epoch_ = 0;  // of any frame
};

}  // namespace gateway::store
