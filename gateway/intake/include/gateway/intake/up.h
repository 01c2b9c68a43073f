// SPDX-License-Identifier: MIT
// What a scanner sends, over MQTT or in a file. Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/scanners/commands.h"

namespace gateway::intake {

/// Reads one `up` message of `node` (the name comes from its topic).
///
/// The error is a sentence that says why the whole message is unusable: not strict JSON,
/// more than wire::kBatchBytesMax bytes or wire::kBatchMovementsMax movements, another `v`,
/// a missing or malformed `e`, `s`, `b`, `p` or `k`, or a malformed `was` (without the notes of a
/// forked journal its movements would be booked twice).
///
/// A movement that is wrong does not stop those behind it: it gets `refused`, the `raw` text,
/// and every field that could be read.
[[nodiscard]] tl::expected<NodeBatch, std::string> decode_up(const wire::NodeName& node,
                                                             std::string_view payload);

}  // namespace gateway::intake
