// SPDX-License-Identifier: MIT
// The retained topics: what the gateway shows to dashboards. Only this folder knows which
// there are; src/messages.cpp says what each holds, topics.h where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/live/topics.h"

namespace gateway::live {

/// No payload of these messages is longer.
inline constexpr std::size_t kPayloadBytesMax = std::size_t{32} * 1024;

/// An empty payload makes the broker forget what it retained on the topic.
struct Message {
  std::string topic;
  std::string payload;

  friend bool operator==(const Message&, const Message&) = default;
};

/// What a batch changed. Nothing for a bin that is not shown: a virtual location.
[[nodiscard]] std::vector<Message> retained_messages(const Topics& topics, const Effects& effects);

/// Everything that `store` shows; what it does not show may be there with an empty payload.
/// A failure of the store is the caller's to ask for. `default_threshold`: as list_low().
[[nodiscard]] std::vector<Message> retained_messages(const Topics& topics, const Reader& store,
                                                     std::int64_t default_threshold);

/// `P/gateway/state`, which is retained too.
struct GatewayState {
  bool online = true;
  wire::Version version;
  std::uint64_t seq = 0;  ///< last entry of the ledger
  std::int64_t started_ms = 0;
  std::uint32_t run = 0;  ///< random at each start: tells two gateways apart
};

/// Also the Last Will, which is the same with `online` false.
[[nodiscard]] Message state_message(const Topics& topics, const GatewayState& state);

}  // namespace gateway::live
