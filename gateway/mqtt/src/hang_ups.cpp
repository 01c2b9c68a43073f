// SPDX-License-Identifier: MIT
#include "hang_ups.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "bounds.h"

namespace gateway::mqtt {

HangUps::HangUps() : behind_ack_(kHangUpBehindAck) {}

void HangUps::sent(std::string_view topic, Time now, bool own) {
  if (sent_.size() == kSuspectsMax) sent_.pop_front();
  sent_.push_back({std::string(topic), now, own});
}

void HangUps::acknowledged(Time now) {
  for (Sent& each : sent_) {
    if (!each.acknowledged_at) each.acknowledged_at = now;
  }
}

// While careful only what is suspected is waited for, or hundreds of topics would take a minute.
bool HangUps::is_taken(const Sent& sent, Time now) const {
  if (!sent.acknowledged_at) return false;
  if (careful_ && !suspects_.contains(sent.topic)) return true;
  return now - *sent.acknowledged_at >= behind_ack_;
}

HangUps::Time HangUps::settle(Time now) {
  while (!sent_.empty() && is_taken(sent_.front(), now)) {
    if (careful_) suspects_.erase(sent_.front().topic);
    if (any()) {
      const std::lock_guard lock(mutex_);
      left_out_.erase(sent_.front().topic);
    }
    sent_.pop_front();
  }
  const bool waits = careful(now) && !sent_.empty() && sent_.front().acknowledged_at;
  return waits ? *sent_.front().acknowledged_at + behind_ack_ : Time::max();
}

void HangUps::lost(Time now) {
  settle(now);
  while (!sent_.empty() && now - sent_.front().at >= kHangUpWithin) sent_.pop_front();
  if (careful_ && sent_.size() == 1 && suspects_.contains(sent_.front().topic)) {
    culprit_ = sent_.front();
    suspects_.erase(culprit_->topic);
  } else {
    for (const Sent& each : sent_) suspects_.insert(each.topic);
    while (suspects_.size() > kSuspectsMax) suspects_.erase(suspects_.begin());
    behind_ack_ =
        std::min(now - began_ < kCarefulFor ? 2 * behind_ack_ : kHangUpBehindAck, kHangUpWithin);
  }
  sent_.clear();
}

void HangUps::away() {
  culprit_.reset();
  suspects_.clear();
  behind_ack_ = kHangUpBehindAck;
}

std::chrono::minutes HangUps::leave_out(const Sent& sent, Time now) {
  const std::lock_guard lock(mutex_);
  const bool again = left_out_.contains(sent.topic);
  if (!again && left_out_.size() >= kLeftOutMax) {
    std::erase_if(left_out_, [](const auto& each) { return each.second.tried; });
    if (left_out_.size() >= kLeftOutMax) left_out_.erase(left_out_.begin());
  }
  const std::chrono::minutes time = !again     ? kLeftOutFirst
                                    : sent.own ? kOwnLeftOutFor
                                               : std::chrono::minutes(kLeftOutFor);
  left_out_[sent.topic] = {now + time};
  return time;
}

std::optional<HangUps::Culprit> HangUps::begin(Time now) {
  sent_.clear();
  began_ = now;
  careful_ = !suspects_.empty();
  const auto proved = std::exchange(culprit_, std::nullopt);
  if (!proved) return std::nullopt;
  return Culprit{proved->topic, leave_out(*proved, now)};
}

bool HangUps::careful(Time now) const {
  return careful_ && !suspects_.empty() && now - began_ < kCarefulFor;
}

bool HangUps::any() const {
  const std::lock_guard lock(mutex_);
  return !left_out_.empty();
}

bool HangUps::left_out(std::string_view topic, Time now) const {
  const std::lock_guard lock(mutex_);
  const auto found = left_out_.find(topic);
  return found != left_out_.end() && now < found->second.until;
}

std::vector<std::string> HangUps::all(Time now) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> topics;
  for (const auto& [topic, out] : left_out_) {
    if (now < out.until) topics.push_back(topic);
  }
  return topics;
}

HangUps::Time HangUps::next() const {
  const std::lock_guard lock(mutex_);
  Time next = Time::max();
  for (const auto& [topic, out] : left_out_) {
    if (!out.tried) next = std::min(next, out.until);
  }
  return next;
}

bool HangUps::try_again(Time now) {
  const std::lock_guard lock(mutex_);
  bool any = false;
  for (auto& [topic, out] : left_out_) {
    if (out.tried || now < out.until) continue;
    out.tried = true;
    suspects_.insert(topic);
    any = true;
  }
  if (any) {
    careful_ = true;
    began_ = now;
  }
  return any;
}

}  // namespace gateway::mqtt
