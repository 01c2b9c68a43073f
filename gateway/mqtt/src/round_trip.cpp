// SPDX-License-Identifier: MIT
#include "round_trip.h"

#include <utility>

namespace gateway::mqtt {

void RoundTrip::begin(std::string payload, Time now) {
  const std::lock_guard lock(mutex_);
  measuring_ = true;
  came_ = false;
  payload_ = std::move(payload);
  begun_ = now;
}

void RoundTrip::disturb() {
  const std::lock_guard lock(mutex_);
  measuring_ = false;
}

bool RoundTrip::arrived(std::string_view payload) {
  const std::lock_guard lock(mutex_);
  if (!measuring_ || payload != payload_) return false;
  came_ = true;
  return true;
}

void RoundTrip::acknowledged(Time now) {
  const std::lock_guard lock(mutex_);
  if (!measuring_ || !came_) return;
  measuring_ = false;
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - begun_);
  last_us_ = static_cast<std::uint64_t>(took.count());
}

bool RoundTrip::measuring() const {
  const std::lock_guard lock(mutex_);
  return measuring_;
}

std::optional<std::uint64_t> RoundTrip::last_us() const {
  const std::lock_guard lock(mutex_);
  return last_us_;
}

}  // namespace gateway::mqtt
