// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <optional>

#include "gateway/engine/engine.h"
#include "gateway/restore/second_gateway.h"

namespace gateway::daemon {

/// Whether this gateway is the one of its site: what it says of itself, and what it has seen of
/// another one. Functions: any thread.
class SiteClaim {
 public:
  SiteClaim(const GatewayIdentity& who, bool held) : who_(who), held_(held) {}

  /// Another gateway showed that it is at work.
  void saw(const GatewayIdentity& other);
  /// Follows a commit.
  void follow(const Effects& effects);

  /// What the store has to be told; nothing: nothing new. It is given out once.
  [[nodiscard]] std::optional<TellOfSecondGateway> take_news();

  [[nodiscard]] GatewayIdentity who() const;
  /// The other one goes on: nothing may be taken or sent.
  [[nodiscard]] bool held() const;

 private:
  mutable std::mutex mutex_;
  GatewayIdentity who_;
  bool held_;
  std::optional<GatewayIdentity> seen_;
};

}  // namespace gateway::daemon
