// SPDX-License-Identifier: MIT
// Reads MQTT messages as commands of the engine. Pure functions: any thread. The messages are
// untrusted; one that cannot be read is no fault of ours, and the error says why, for the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/engine/commands.h"

namespace gateway::mqtt {

/// Longest plain supply message that is read, bytes.
inline constexpr std::size_t kPlainBytesMax = 4096;

/// Reads one `up` message of `node` (the name comes from its topic).
///
/// The error is a sentence that says why the whole message is unusable: not strict JSON,
/// more than wire::kBatchBytesMax bytes or wire::kBatchMovementsMax movements, another `v`,
/// a missing or malformed `e`, `s`, `b`, `p` or `k`, or a `was` (the note of a forked
/// journal: read as an ordinary batch, its movements would be booked twice).
///
/// A movement that is wrong does not stop those behind it: it gets `refused`, the `raw` text,
/// and every field that could be read.
[[nodiscard]] tl::expected<NodeBatch, std::string> decode_up(const wire::NodeName& node,
                                                             std::string_view payload);

/// Reads one plain supply message that came on `topic`. The error says why it cannot be read:
/// not JSON, longer than kPlainBytesMax, `product_code` or `warehouse_name` missing
/// or of an impossible length, `quantity` not an integer, zero or beyond
/// wire::kQuantityMax, `message_id` not a text of at most kMessageIdBytesMax bytes.
[[nodiscard]] tl::expected<PlainSupply, std::string> decode_plain(std::string_view topic,
                                                                  std::string_view payload);

/// Reads one order of a customer, as intake::decode_order() does. An error means that it has no id
/// under which its sender could be notified: it is none of this version, or has no `order` that
/// is a name.
///
/// Anything else that is wrong becomes the `problem` of the order, a sentence that names the
/// field, for its sender; the fields that could be read are set. `answered` is false.
[[nodiscard]] tl::expected<SubmitOrder, std::string> decode_order(std::string_view payload);

}  // namespace gateway::mqtt
