// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/live/topics.h"
#include "gateway/restore/second_gateway.h"
#include "intake.h"

namespace gateway::mqtt {

/// Finds another gateway under our site's name by what it says on P/gateway/state.
///
/// Two of them have one client id, so the broker ends the connection of one when the other
/// connects: each sees of the other only what it published before, mostly its Last Will. What
/// was there before our own state came back is of a gateway that is gone. After it, another run
/// that is online is at work; one that is offline may be a Last Will that came late, and is at
/// work when it says so a second time. Not thread-safe.
class RivalWatch {
 public:
  RivalWatch(const live::Topics& topics, std::uint32_t our_run);

  /// The other gateway, each time that this message shows one.
  [[nodiscard]] std::optional<GatewayIdentity> arrived(const Arrival& arrival);

 private:
  const std::string state_topic_;
  const std::uint32_t our_run_;
  bool ours_came_back_ = false;
  std::optional<std::uint32_t> went_offline_;  ///< a run that said so once
};

}  // namespace gateway::mqtt
