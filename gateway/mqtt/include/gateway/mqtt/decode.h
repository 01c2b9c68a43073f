// SPDX-License-Identifier: MIT
// What came over MQTT, as commands of the engine. Pure; any thread; the messages
// are untrusted and a refusal is an answer, not an error.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/engine/commands.h"

namespace gateway::mqtt {

/// Longest plain supply message that is read, bytes.
inline constexpr std::size_t kPlainBytesMax = 4096;
/// Longest order of a customer that is read, bytes: some three times the longest there can
/// be without unknown keys.
inline constexpr std::size_t kOrderBytesMax = 32 * 1024;

/// Reads one `up` message of `node` (the name comes from its topic).
///
/// What makes the message as a whole unusable answers a sentence that says why:
/// not JSON as we take it, more than kBatchBytesMax bytes or kBatchMovementsMax
/// movements, another `v`, a missing or malformed `e`, `s`, `b`, `p` or `k`, or a
/// `was` (the note of a forked journal: taken as an ordinary batch, its movements
/// would be booked twice).
///
/// What is wrong inside one movement never blocks the journal behind it: that
/// movement carries `refused` and the `raw` text, and every field that could be
/// read.
[[nodiscard]] tl::expected<NodeBatch, std::string> decode_up(const wire::NodeName& node,
                                                             std::string_view payload);

/// Reads one plain supply message that came on `topic`. Answers why not: not
/// JSON, longer than kPlainBytesMax, `product_code` or `warehouse_name` missing
/// or of a length no such thing has, `quantity` no integer, zero or beyond
/// wire::kQuantityMax, `message_id` no text of at most kMessageIdBytesMax bytes.
[[nodiscard]] tl::expected<PlainSupply, std::string> decode_plain(std::string_view topic,
                                                                  std::string_view payload);

/// Reads one order of a customer. Answers why nobody can be told what became of it: not
/// JSON, longer than kOrderBytesMax, another `v` (none is 1), no `order` that is a name.
///
/// What else is wrong becomes the `problem` of the order, one sentence that names the
/// field, for its sender; what could be read is there. `answered` is false.
[[nodiscard]] tl::expected<SubmitOrder, std::string> decode_order(std::string_view payload);

}  // namespace gateway::mqtt
