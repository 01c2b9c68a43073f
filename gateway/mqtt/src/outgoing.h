// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "gateway/live/messages.h"
#include "gateway/live/pending_event.h"
#include "wire/ids.h"

namespace gateway::mqtt {

using live::Message;
using live::PendingEvent;

/// A queue of messages with one message per key: the newest, at the place of the first. So
/// of one topic an older value never comes out after a newer one. Not thread-safe.
class NewestOnly {
 public:
  explicit NewestOnly(std::size_t keys_max) : keys_max_(keys_max) {}

  /// False: there is no room for another key and the message is not kept.
  bool put(std::string key, Message message);
  [[nodiscard]] std::optional<Message> take();
  void drop(const std::string& key) { waiting_.erase(key); }
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  void clear();

 private:
  const std::size_t keys_max_;
  std::deque<std::string> order_;  // may name keys that do not wait any more
  std::unordered_map<std::string, Message> waiting_;
};

/// Most (node, epoch) pairs and retained topics that wait; beyond it acks are
/// dropped (the node asks again) and retained topics are compared once more.
inline constexpr std::size_t kAcksWaitingMax = 4096;
inline constexpr std::size_t kRetainedWaitingMax = 65'536;
/// Most corrections that wait, and topics that may change while they are made.
inline constexpr std::size_t kCorrectionsWaitingMax = 65'536;

/// Messages that the writer handed over and that were not published yet.
///
/// For one connection: after open() everything put comes out at once. Events come out in their
/// order, after all retained messages. Beside them, corrections of what the broker kept:
/// begin_corrections(), then the store is read, then correct() with what differs. A topic that
/// was put meanwhile or later is not corrected, because what was put is newer. Before open()
/// and after close() everything put is dropped: the next connection compares again; dropped
/// events are counted. Not thread-safe; memory is bounded by these limits and those of events in
/// bounds.h.
class Outgoing {
 public:
  void open();
  void close();

  void put_ack(wire::Epoch epoch, Message message);
  void put_retained(Message message);
  /// Drops the event when there is no room; those that already wait stay.
  void put_event(PendingEvent event);

  /// Call before the store is read for corrections. Drops those that still wait.
  void begin_corrections();
  /// Adds corrections, at most kCorrectionsWaitingMax. False: too many topics changed since
  /// begin_corrections(), or it was never called on this connection; then none is added.
  [[nodiscard]] bool correct(std::vector<Message> corrections);

  /// True once, when changes were dropped for lack of room: the broker must be compared with
  /// the store again.
  [[nodiscard]] bool take_incomplete() { return std::exchange(incomplete_, false); }
  void mark_incomplete() { incomplete_ = true; }

  [[nodiscard]] std::optional<Message> take_ack() { return acks_.take(); }
  [[nodiscard]] std::optional<Message> take_retained() { return retained_.take(); }
  /// Nothing while a retained message waits.
  [[nodiscard]] std::optional<PendingEvent> take_event();
  /// Nothing while an ack or a retained message waits.
  [[nodiscard]] std::optional<Message> take_correction();
  [[nodiscard]] bool ack_waits() const { return !acks_.empty(); }
  [[nodiscard]] bool retained_waits() const { return !retained_.empty(); }
  [[nodiscard]] bool event_waits() const { return !events_.empty(); }
  [[nodiscard]] bool correction_waits() const { return !corrections_.empty(); }

  [[nodiscard]] std::uint64_t acks_dropped() const { return acks_dropped_; }
  [[nodiscard]] std::uint64_t events_dropped() const { return events_dropped_; }

 private:
  bool open_ = false;
  bool incomplete_ = false;
  std::uint64_t acks_dropped_ = 0;
  NewestOnly acks_{kAcksWaitingMax};
  NewestOnly retained_{kRetainedWaitingMax};
  NewestOnly corrections_{kCorrectionsWaitingMax};
  bool watching_ = false;                    // since begin_corrections()
  std::unordered_set<std::string> changed_;  // topics put since then
  std::deque<PendingEvent> events_;
  std::size_t event_lines_ = 0;  // of all events that wait
  std::uint64_t events_dropped_ = 0;
};

}  // namespace gateway::mqtt
