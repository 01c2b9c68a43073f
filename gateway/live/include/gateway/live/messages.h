// SPDX-License-Identifier: MIT
// The messages of the retained topics: what the gateway shows to dashboards. docs/protocol.md
// describes them. Pure functions; results are copies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/live/topics.h"
#include "gateway/restore/second_gateway.h"

namespace gateway::live {

/// A payload of these messages is at most so long.
inline constexpr std::size_t kPayloadBytesMax = std::size_t{32} * 1024;

/// A message for the broker. An empty payload removes what the broker retained on the topic.
struct Message {
  std::string topic;
  std::string payload;
  bool retained = true;

  friend bool operator==(const Message&, const Message&) = default;
};

/// The topics that a batch changed. Virtual locations have no topic.
[[nodiscard]] std::vector<Message> retained_messages(const Topics& topics, const Effects& effects);

/// What each of `names` shows now according to `store`, on whose thread it is called: one message
/// per name, in their order, with an empty payload where the topic should not be there. Names may
/// be any topics. Where the store fails, messages say nothing: ask its failure() afterwards.
/// `default_threshold`: as low_alert().
[[nodiscard]] std::vector<Message> find_retained(const Topics& topics, const Reader& store,
                                                 std::int64_t default_threshold,
                                                 std::span<const std::string> names);

/// A topic of stock that a broker keeps, and the ledger entry that its message names.
struct KeptEntry {
  std::string topic;
  LedgerSeq seq = 0;
};

/// The first of `kept` that was not published by a gateway with this ledger: the entry of its
/// number is of another bin, or there is none. 0: all may have been. On the thread of `store`;
/// where it fails the result says nothing: ask its failure() afterwards.
[[nodiscard]] LedgerSeq find_contradiction(const Topics& topics, const Reader& store,
                                           std::span<const KeptEntry> kept);

/// What `P/gateway/state` says, which is retained too.
struct GatewayState {
  bool online = true;
  wire::Version version;
  std::uint64_t seq = 0;                    ///< last entry of the ledger
  GatewayIdentity who = {};                 ///< shows that two gateways run
  std::vector<std::string> forbidden = {};  ///< names of rights that the broker does not give
};

/// The message of that topic, and with `online` false the MQTT Last Will.
[[nodiscard]] Message state_message(const Topics& topics, const GatewayState& state);

}  // namespace gateway::live
