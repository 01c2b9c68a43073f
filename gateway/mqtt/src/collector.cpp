// SPDX-License-Identifier: MIT
#include "collector.h"

#include <algorithm>
#include <utility>

#include "bounds.h"

namespace gateway::mqtt {
namespace {

constexpr std::string_view kNotOurs = "?";  // we never publish this

}  // namespace

void Collector::begin(std::string own) {
  const std::lock_guard lock(mutex_);
  collecting_ = true;
  complete_ = false;
  own_ = std::move(own);
  kept_.clear();
  kept_bytes_ = 0;
}

bool Collector::arrived(const Arrival& arrival) {
  const std::lock_guard lock(mutex_);
  if (!collecting_) return false;
  if (arrival.topic == state_topic_.view()) {
    // A retained message may have the same text, from an earlier connection.
    const bool own = !arrival.retained && arrival.payload == own_;
    complete_ = complete_ || own;
    return own;
  }
  std::string topic(arrival.topic);
  if (const auto before = kept_.find(topic); before != kept_.end()) {
    kept_bytes_ -= before->second.size();
    kept_.erase(before);
  }
  if (arrival.payload.empty() || kept_.size() == kKeptTopicsMax) return false;
  // Of a payload too long to be ours it is enough to know that it is not ours.
  const std::size_t room =
      std::min(kKeptPayloadBytesMax, kKeptBytesMax - std::min(kKeptBytesMax, kept_bytes_));
  const std::string_view payload = arrival.payload.size() <= room ? arrival.payload : kNotOurs;
  kept_bytes_ += payload.size();
  kept_.emplace(std::move(topic), payload);
  return false;
}

bool Collector::complete() const {
  const std::lock_guard lock(mutex_);
  return complete_;
}

RetainedTopics Collector::take() {
  const std::lock_guard lock(mutex_);
  collecting_ = false;
  return std::exchange(kept_, {});
}

}  // namespace gateway::mqtt
