// SPDX-License-Identifier: MIT
#include "collector.h"

#include <utility>

#include "bounds.h"
#include "wire/live.h"

namespace gateway::mqtt {

void Collector::begin(std::string own) {
  const std::lock_guard lock(mutex_);
  collecting_ = true;
  complete_ = false;
  own_ = std::move(own);
  kept_.clear();
}

bool Collector::arrived(const Arrival& arrival) {
  const std::lock_guard lock(mutex_);
  if (!collecting_) return false;
  if (arrival.topic == state_topic_.view()) {
    // What the broker kept may be the same text, from an earlier connection.
    const bool own = !arrival.retained && arrival.payload == own_;
    complete_ = complete_ || own;
    return own;
  }
  std::string topic(arrival.topic);
  if (arrival.payload.empty()) {
    kept_.erase(topic);
  } else if (kept_.size() < kKeptTopicsMax || kept_.contains(topic)) {
    // One byte more than any of ours tells that it is not ours; the rest of a
    // stranger's megabyte is not worth keeping.
    kept_[std::move(topic)] = std::string(arrival.payload.substr(0, wire::kLiveBytesMax + 1));
  }
  return false;
}

bool Collector::complete() const {
  const std::lock_guard lock(mutex_);
  return complete_;
}

Kept Collector::take() {
  const std::lock_guard lock(mutex_);
  collecting_ = false;
  return std::exchange(kept_, {});
}

}  // namespace gateway::mqtt
