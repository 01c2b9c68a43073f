// SPDX-License-Identifier: MIT
#include "gateway/daemon/site_claim.h"

#include <utility>

namespace gateway::daemon {

void SiteClaim::saw(const GatewayIdentity& other) {
  const std::lock_guard lock(mutex_);
  seen_ = other;
}

void SiteClaim::follow(const Effects& effects) {
  const std::lock_guard lock(mutex_);
  who_.incarnation = effects.incarnation;
  who_.claim = effects.claim;
  held_ = effects.held;
}

std::optional<TellOfSecondGateway> SiteClaim::take_news() {
  const std::lock_guard lock(mutex_);
  const auto seen = std::exchange(seen_, std::nullopt);
  if (!seen || held_) return std::nullopt;
  return TellOfSecondGateway{*seen, !goes_on(who_, *seen)};
}

GatewayIdentity SiteClaim::who() const {
  const std::lock_guard lock(mutex_);
  return who_;
}

bool SiteClaim::held() const {
  const std::lock_guard lock(mutex_);
  return held_;
}

}  // namespace gateway::daemon
