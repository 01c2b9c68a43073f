// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
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
  /// As put(), but keeps a message that already waits for this key.
  bool put_behind(std::string key, Message message);
  [[nodiscard]] std::optional<Message> take();
  [[nodiscard]] bool empty() const { return order_.empty(); }
  void clear();

 private:
  const std::size_t keys_max_;
  std::deque<std::string> order_;
  std::unordered_map<std::string, Message> waiting_;
};

/// Most (node, epoch) pairs and retained topics that wait; beyond it acks are
/// dropped (the node asks again) and retained topics are compared once more.
inline constexpr std::size_t kAcksWaitingMax = 4096;
inline constexpr std::size_t kRetainedWaitingMax = 65'536;

/// Messages that the writer handed over and that were not published yet.
///
/// For one connection: after open() acks come out at once, and retained messages wait
/// until the broker's retained topics were compared with the store: begin_snapshot(),
/// add_difference() for each topic that differs, release(). Changes put meanwhile are
/// newer than the snapshot and replace it. Events come out in their order, after all
/// retained messages. Before open() and after close() everything put is dropped: the next
/// connection compares again; dropped events are counted. Not thread-safe; memory is
/// bounded by these limits and those of events in bounds.h.
class Outgoing {
 public:
  void open();
  void close();

  void put_ack(wire::Epoch epoch, Message message);
  void put_retained(Message message);
  /// Drops the event when there is no room; those that already wait stay.
  void put_event(PendingEvent event);

  /// Call before the store is read: drops the retained messages put so far, because the
  /// snapshot contains them.
  void begin_snapshot();
  void add_difference(Message message);
  void release();
  [[nodiscard]] bool awaits_reconcile() const { return stage_ == Stage::kAwaitingReconcile; }

  /// True when changes were dropped for lack of room since the last begin_snapshot(): the
  /// broker must be compared with the store again.
  [[nodiscard]] bool incomplete() const { return incomplete_; }
  void mark_incomplete() { incomplete_ = true; }

  [[nodiscard]] std::optional<Message> take_ack() { return acks_.take(); }
  /// Nothing while the comparison is not finished.
  [[nodiscard]] std::optional<Message> take_retained();
  /// Nothing while the comparison is not finished or while a retained message waits.
  [[nodiscard]] std::optional<PendingEvent> take_event();
  [[nodiscard]] bool ack_waits() const { return !acks_.empty(); }
  [[nodiscard]] bool retained_waits() const { return !awaits_reconcile() && !retained_.empty(); }

  [[nodiscard]] bool event_waits() const { return !awaits_reconcile() && !events_.empty(); }

  [[nodiscard]] std::uint64_t acks_dropped() const { return acks_dropped_; }
  [[nodiscard]] std::uint64_t events_dropped() const { return events_dropped_; }

 private:
  enum class Stage { kClosed, kAwaitingReconcile, kLive };

  Stage stage_ = Stage::kClosed;
  bool incomplete_ = false;
  std::uint64_t acks_dropped_ = 0;
  NewestOnly acks_{kAcksWaitingMax};
  NewestOnly retained_{kRetainedWaitingMax};
  std::deque<PendingEvent> events_;
  std::size_t event_lines_ = 0;  // of all events that wait
  std::uint64_t events_dropped_ = 0;
};

/// What a broker keeps below our topics: topic to payload.
using RetainedTopics = std::unordered_map<std::string, std::string>;

/// Messages that turn `kept` into `wanted`: new and changed topics, and an empty
/// payload for each topic that should not be there. A message of `wanted` with an empty
/// payload means that the topic should not be there.
[[nodiscard]] std::vector<Message> differences(const RetainedTopics& kept,
                                               std::vector<Message> wanted);

}  // namespace gateway::mqtt
