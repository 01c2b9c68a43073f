// SPDX-License-Identifier: MIT
// Committed effects as the messages that show them: a topic and what it holds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "gateway/engine/engine.h"
#include "gateway/limits.h"
#include "gateway/live/payloads.h"
#include "gateway/live/topics.h"

namespace gateway::live {

/// The longest payload of these messages: of an order with all its lines.
inline constexpr std::size_t kPayloadBytesMax = std::max(
    purchase_bytes_max(kPurchaseLinesMax), order_bytes_max(kOrderLinesMax, kReasonBytesMax));
static_assert(kPayloadBytesMax >= kLiveBytesMax);

/// An empty payload makes the broker forget what it retained on the topic.
struct Message {
  std::string topic;
  std::string payload;

  friend bool operator==(const Message&, const Message&) = default;
};

/// Nothing for a bin that is not shown: a virtual location.
[[nodiscard]] std::optional<Message> stock_message(const Topics& topics, const Bin& bin);

[[nodiscard]] std::optional<Message> low_message(const Topics& topics, const LowAlert& alert);

[[nodiscard]] std::optional<Message> purchase_message(const Topics& topics,
                                                      const PurchaseOrder& order, bool shown);

[[nodiscard]] std::optional<Message> order_message(const Topics& topics, const Order& order,
                                                   bool shown);

[[nodiscard]] Message state_message(const Topics& topics, const GatewayState& state);

}  // namespace gateway::live
