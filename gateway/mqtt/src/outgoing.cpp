// SPDX-License-Identifier: MIT
#include "outgoing.h"

#include <string_view>
#include <unordered_set>
#include <utility>

#include "bounds.h"
#include "wire/hex.h"

namespace gateway::mqtt {

bool NewestOnly::put(std::string key, Message message) {
  if (const auto found = waiting_.find(key); found != waiting_.end()) {
    found->second = std::move(message);
    return true;
  }
  return put_behind(std::move(key), std::move(message));
}

bool NewestOnly::put_behind(std::string key, Message message) {
  if (waiting_.contains(key)) return true;
  if (order_.size() == keys_max_) return false;
  order_.push_back(key);
  waiting_.emplace(std::move(key), std::move(message));
  return true;
}

std::optional<Message> NewestOnly::take() {
  if (order_.empty()) return std::nullopt;
  auto found = waiting_.extract(order_.front());
  order_.pop_front();
  return std::move(found.mapped());
}

void NewestOnly::clear() {
  order_.clear();
  waiting_.clear();
}

void Outgoing::open() {
  close();
  stage_ = Stage::kAwaitingReconcile;
}

void Outgoing::close() {
  stage_ = Stage::kClosed;
  acks_.clear();
  retained_.clear();
  incomplete_ = false;
  events_dropped_ += events_.size();
  events_.clear();
  event_lines_ = 0;
}

void Outgoing::put_ack(wire::Epoch epoch, Message message) {
  // Two epochs of one node share a topic, but each needs its own ack.
  const auto digits = wire::to_hex32(wire::raw(epoch));
  std::string key = message.topic + ' ' + std::string(digits.data(), digits.size());
  const bool room = stage_ != Stage::kClosed && acks_.put(std::move(key), std::move(message));
  if (!room) ++acks_dropped_;
}

void Outgoing::put_retained(Message message) {
  if (stage_ == Stage::kClosed) return;
  std::string key = message.topic;
  if (!retained_.put(std::move(key), std::move(message))) incomplete_ = true;
}

void Outgoing::put_event(PendingEvent event) {
  const std::size_t lines = live::lines_of(event);
  if (stage_ == Stage::kClosed || events_.size() == kEventsWaitingMax ||
      event_lines_ + lines > kEventLinesWaitingMax) {
    ++events_dropped_;
    return;
  }
  event_lines_ += lines;
  events_.push_back(std::move(event));
}

void Outgoing::begin_snapshot() {
  stage_ = Stage::kAwaitingReconcile;
  retained_.clear();
  incomplete_ = false;
}

void Outgoing::add_difference(Message message) {
  std::string key = message.topic;
  if (!retained_.put_behind(std::move(key), std::move(message))) incomplete_ = true;
}

void Outgoing::release() {
  stage_ = Stage::kLive;
}

std::optional<Message> Outgoing::take_retained() {
  return awaits_reconcile() ? std::nullopt : retained_.take();
}

std::optional<PendingEvent> Outgoing::take_event() {
  if (!event_waits() || retained_waits()) return std::nullopt;
  std::optional<PendingEvent> first(std::move(events_.front()));
  events_.pop_front();
  event_lines_ -= live::lines_of(*first);
  return first;
}

std::vector<Message> differences(const RetainedTopics& kept, std::vector<Message> wanted) {
  std::vector<Message> result;
  std::unordered_set<std::string_view> shown;
  for (const Message& message : wanted) {
    if (!message.payload.empty()) shown.insert(message.topic);
  }
  for (const auto& [topic, payload] : kept) {
    if (!payload.empty() && !shown.contains(topic)) result.push_back({topic, {}});
  }
  for (Message& message : wanted) {
    const auto found = kept.find(message.topic);
    const bool same = found != kept.end() && found->second == message.payload;
    if (!message.payload.empty() && !same) result.push_back(std::move(message));
  }
  return result;
}

}  // namespace gateway::mqtt
