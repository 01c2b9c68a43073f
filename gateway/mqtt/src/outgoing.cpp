// SPDX-License-Identifier: MIT
#include "outgoing.h"

#include <utility>

#include "bounds.h"
#include "wire/hex.h"

namespace gateway::mqtt {

bool NewestOnly::put(std::string key, Message message) {
  if (const auto found = waiting_.find(key); found != waiting_.end()) {
    found->second = std::move(message);
    return true;
  }
  if (order_.size() == keys_max_) return false;
  order_.push_back(key);
  waiting_.emplace(std::move(key), std::move(message));
  return true;
}

std::optional<Message> NewestOnly::take() {
  while (!order_.empty()) {
    auto found = waiting_.extract(order_.front());
    order_.pop_front();
    if (!found.empty()) return std::move(found.mapped());
  }
  return std::nullopt;
}

void NewestOnly::clear() {
  order_.clear();
  waiting_.clear();
}

void Outgoing::open() {
  close();
  open_ = true;
}

void Outgoing::close() {
  open_ = false;
  acks_.clear();
  retained_.clear();
  corrections_.clear();
  watching_ = false;
  changed_.clear();
  incomplete_ = false;
  events_dropped_ += events_.size();
  events_.clear();
  event_lines_ = 0;
}

void Outgoing::put_ack(wire::Epoch epoch, Message message) {
  // Two epochs of one node share a topic, but each needs its own ack.
  const auto digits = wire::to_hex32(wire::raw(epoch));
  std::string key = message.topic + ' ' + std::string(digits.data(), digits.size());
  const bool room = open_ && acks_.put(std::move(key), std::move(message));
  if (!room) ++acks_dropped_;
}

void Outgoing::put_retained(Message message) {
  if (!open_) return;
  std::string key = message.topic;
  if (!message.retained) key += '\0';  // what is kept does not replace what is told once
  corrections_.drop(key);
  if (watching_ && changed_.size() <= kCorrectionsWaitingMax) changed_.insert(key);
  if (!retained_.put(std::move(key), std::move(message))) incomplete_ = true;
}

void Outgoing::put_event(PendingEvent event) {
  const std::size_t lines = live::lines_of(event);
  if (!open_ || events_.size() == kEventsWaitingMax ||
      event_lines_ + lines > kEventLinesWaitingMax) {
    ++events_dropped_;
    return;
  }
  event_lines_ += lines;
  events_.push_back(std::move(event));
}

void Outgoing::begin_corrections() {
  watching_ = open_;
  changed_.clear();
  corrections_.clear();
}

bool Outgoing::correct(std::vector<Message> corrections) {
  const bool known = watching_ && changed_.size() <= kCorrectionsWaitingMax;
  watching_ = false;
  if (known) {
    for (Message& message : corrections) {
      std::string key = message.topic;
      if (changed_.contains(key)) continue;
      static_cast<void>(corrections_.put(std::move(key), std::move(message)));
    }
  }
  changed_.clear();
  return known;
}

std::optional<Message> Outgoing::take_correction() {
  if (ack_waits() || retained_waits()) return std::nullopt;
  return corrections_.take();
}

std::optional<PendingEvent> Outgoing::take_event() {
  if (!event_waits() || retained_waits()) return std::nullopt;
  std::optional<PendingEvent> first(std::move(events_.front()));
  events_.pop_front();
  event_lines_ -= live::lines_of(*first);
  return first;
}

}  // namespace gateway::mqtt
