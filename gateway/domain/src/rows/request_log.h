// SPDX-License-Identifier: MIT
// The request log: the outcomes of requests that carried an id.
#pragma once

#include <optional>
#include <string_view>

#include "rows/batch_context.h"

namespace gateway {

/// 64-bit FNV-1a, see http://www.isthe.com/chongo/tech/comp/fnv/. Distinguishes a repeat
/// from an id that is used again for something else, but not against an attacker.
[[nodiscard]] std::uint64_t content_hash(std::string_view content);

// A source has ids of its own: a topic of plain messages, or the manual channel. It is at
// most kSourceBytesMax bytes long, an id at most kMessageIdBytesMax (asserted).

/// The answer given before to request `id` of `source`, as kRepeated; where the content differs,
/// kRefused with kKeyReused. Empty: never seen, or forgotten since.
[[nodiscard]] std::optional<Outcome> find_response(const BatchContext& context,
                                                   std::string_view source, std::string_view id,
                                                   std::uint64_t hash);

/// Remembers the answer, and forgets the source's oldest beyond kSeenPerSourceMax.
void record_response(BatchContext& context, std::string_view source, std::string_view id,
                     std::uint64_t hash, const Outcome& outcome);

}  // namespace gateway
