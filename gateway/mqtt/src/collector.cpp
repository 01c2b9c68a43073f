// SPDX-License-Identifier: MIT
#include "collector.h"

#include <functional>
#include <utility>

#include "bounds.h"

namespace gateway::mqtt {

std::uint64_t payload_mark(std::string_view payload) {
  return std::hash<std::string_view>{}(payload);
}

Collector::Collector(const live::Topics& topics)
    : state_topic_(topics.gateway_state().view()), order_topic_(topics.new_order().view()) {}

void Collector::begin() {
  const std::lock_guard lock(mutex_);
  collecting_ = true;
  complete_ = false;
  arrivals_ = 0;
  kept_.clear();
}

bool Collector::arrived(const Arrival& arrival, LedgerSeq seq) {
  const std::lock_guard lock(mutex_);
  if (!collecting_) return false;
  if (arrival.retained) ++arrivals_;  // changes come all the time
  if (arrival.topic == state_topic_) {
    complete_ = complete_ || arrival.retained;
    return arrival.retained;
  }
  if (arrival.topic == order_topic_) return false;  // customers' orders, not ours to clear
  std::string topic(arrival.topic);
  if (arrival.payload.empty()) {
    kept_.erase(topic);
  } else if (kept_.size() < kKeptTopicsMax || kept_.contains(topic)) {
    kept_.insert_or_assign(std::move(topic), Kept{payload_mark(arrival.payload), seq});
  }
  return false;
}

bool Collector::complete() const {
  const std::lock_guard lock(mutex_);
  return complete_;
}

std::uint64_t Collector::arrivals() const {
  const std::lock_guard lock(mutex_);
  return arrivals_;
}

KeptTopics Collector::take() {
  const std::lock_guard lock(mutex_);
  collecting_ = false;
  return std::exchange(kept_, {});
}

}  // namespace gateway::mqtt
