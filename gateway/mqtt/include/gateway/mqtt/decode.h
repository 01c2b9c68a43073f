// SPDX-License-Identifier: MIT
// Reads MQTT messages as commands of the engine. Pure functions: any thread. The messages are
// untrusted; one that cannot be read is no fault of ours, and the error says why, for the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/engine/commands.h"
#include "gateway/intake/up.h"

namespace gateway::mqtt {

/// Longest plain supply message that is read, bytes.
inline constexpr std::size_t kPlainBytesMax = 4096;

/// Reads one `up` message, as scans in a file are read.
using intake::decode_up;

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
