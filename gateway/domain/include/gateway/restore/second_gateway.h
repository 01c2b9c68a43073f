// SPDX-License-Identifier: MIT
// Two gateways under one site's name: a copied card, an old box that was switched on again. One
// of them holds until a person decides. See docs/adr/0018-second-gateway.md.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/restore/restore.h"
#include "wire/ids.h"

namespace gateway {

/// What a running gateway says of itself on P/gateway/state.
struct GatewayIdentity {
  std::uint32_t run = 0;        ///< random at each start; 0: an older program, which has none
  std::int64_t started_ms = 0;  ///< wall time
  Incarnation incarnation;      ///< of its store
  std::uint32_t claim = 0;      ///< how often a person let one of them take over

  friend bool operator==(const GatewayIdentity&, const GatewayIdentity&) = default;
};

/// Which of two goes on, and both decide alike: the one that a person let take over last, else
/// the one whose store is not the copy, else the one that was started earlier. False: `other`.
[[nodiscard]] bool goes_on(const GatewayIdentity& ours, const GatewayIdentity& other);

/// Another gateway was seen while this one was connected: stores a task, once for each of its
/// runs. `holds`: this one takes nothing and sends nothing from now on, also after a restart.
struct TellOfSecondGateway {
  GatewayIdentity other;
  bool holds = false;

  static constexpr bool kOwn = true;
};

/// A person says that this gateway is the one: it goes on, and any other that it meets holds.
/// Taken while the gateway holds. kRefused: it does not.
struct TakeOver {
  wire::Operator by = {};       ///< empty: not given
  std::string request_id = {};  ///< at most kMessageIdBytesMax bytes; empty: none

  static constexpr bool kTakenOnHold = true;
};

}  // namespace gateway
