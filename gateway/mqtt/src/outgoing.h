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

/// Messages by key, oldest key first, newest value a key. A value put for a key
/// that waits takes the place of the one before it, so of one topic an older
/// value never comes out after a newer one. Not thread-safe.
class NewestOnly {
 public:
  explicit NewestOnly(std::size_t keys_max) : keys_max_(keys_max) {}

  /// False: there is no room for another key and the message is not kept.
  bool put(std::string key, Message message);
  /// As put(), but a value that waits already stays.
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
/// dropped (the node asks again) and retained topics are reconciled once more.
inline constexpr std::size_t kAcksWaitingMax = 4096;
inline constexpr std::size_t kRetainedWaitingMax = 65'536;

/// What the writer handed over and the broker does not have yet.
///
/// Life of one connection: open() starts collecting; acks come out at once, and
/// retained messages wait until the broker's memory was compared with the
/// store: begin_snapshot(), add_difference() for each topic that differs,
/// release(). Changes put meanwhile are newer than the snapshot and win. Events come
/// out in their order, behind every retained message. Before open() and after
/// close() everything is dropped: the next connection compares again, and events
/// are counted. Not thread-safe; memory is bounded by these limits and those of
/// events in bounds.h.
class Outgoing {
 public:
  void open();
  void close();

  void put_ack(wire::Epoch epoch, Message message);
  void put_retained(Message message);
  /// Dropped when there is no room: what waits already is nearer to being told.
  void put_event(PendingEvent event);

  /// What was put so far is in the snapshot that is read from now on.
  void begin_snapshot();
  void add_difference(Message message);
  void release();
  [[nodiscard]] bool awaits_reconcile() const { return stage_ == Stage::kAwaitingReconcile; }

  /// Changes were dropped for want of room since the last begin_snapshot(): the
  /// broker must be compared with the store again.
  [[nodiscard]] bool incomplete() const { return incomplete_; }
  void mark_incomplete() { incomplete_ = true; }

  [[nodiscard]] std::optional<Message> take_ack() { return acks_.take(); }
  /// Nothing while it awaits the comparison.
  [[nodiscard]] std::optional<Message> take_retained();
  /// Nothing while it awaits the comparison or while a retained message waits.
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
  std::size_t event_lines_ = 0;  // of all that wait
  std::uint64_t events_dropped_ = 0;
};

/// What a broker keeps below our topics: payload by topic.
using RetainedTopics = std::unordered_map<std::string, std::string>;

/// Messages that turn `kept` into `wanted`: new and changed topics, and an empty
/// payload for each that should not be there. A message of `wanted` with an empty
/// payload wants nothing.
[[nodiscard]] std::vector<Message> differences(const RetainedTopics& kept,
                                               std::vector<Message> wanted);

}  // namespace gateway::mqtt
