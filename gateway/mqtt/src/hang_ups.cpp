// SPDX-License-Identifier: MIT
#include "hang_ups.h"

#include <functional>

#include "bounds.h"

namespace gateway::mqtt {

void HangUps::sent(std::string_view topic, Time now) {
  if (sent_.size() == kSuspectsMax) sent_.pop_front();
  sent_.emplace_back(topic, now);
}

void HangUps::acknowledged() {
  if (careful_) {
    for (const auto& [topic, at] : sent_) suspects_.erase(topic);
  }
  sent_.clear();
}

std::optional<std::string> HangUps::lost(Time now) {
  while (!sent_.empty() && now - sent_.front().second >= kHangUpWithin) sent_.pop_front();
  std::optional<std::string> culprit;
  if (careful_ && sent_.size() == 1 && suspects_.contains(sent_.front().first)) {
    culprit = sent_.front().first;
    suspects_.erase(*culprit);
    const std::lock_guard lock(mutex_);
    if (left_out_.size() < kLeftOutMax) left_out_[*culprit] = now + kLeftOutFor;
  } else {
    for (const auto& [topic, at] : sent_) suspects_.insert(topic);
    while (suspects_.size() > kSuspectsMax) suspects_.erase(suspects_.begin());
  }
  sent_.clear();
  return culprit;
}

void HangUps::begin(Time now) {
  sent_.clear();
  began_ = now;
  careful_ = !suspects_.empty();
}

bool HangUps::careful(Time now) const {
  return careful_ && !suspects_.empty() && now - began_ < kCarefulFor;
}

bool HangUps::left_out(std::string_view topic, Time now) const {
  const std::lock_guard lock(mutex_);
  if (left_out_.empty()) return false;
  const auto found = left_out_.find(topic);
  return found != left_out_.end() && now < found->second;
}

std::vector<std::string> HangUps::all(Time now) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> topics;
  for (const auto& [topic, until] : left_out_) {
    if (now < until) topics.push_back(topic);
  }
  return topics;
}

}  // namespace gateway::mqtt
