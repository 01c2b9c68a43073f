// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "rows/batch_context.h"

namespace gateway {

/// 64-bit FNV-1a, see http://www.isthe.com/chongo/tech/comp/fnv/. Tells an honest
/// repeat from an id used again for something else; it is no defence against an
/// enemy.
[[nodiscard]] std::uint64_t content_hash(std::string_view content);

// A source is one door with ids of its own: a topic, or the manual door. It is at
// most kSourceBytesMax bytes, an id at most kMessageIdBytesMax (asserted).

/// The answer given before to request `id` of `source`, as kRepeated; with other
/// content: kRefused, key_reused. Empty: never seen, or forgotten since.
[[nodiscard]] std::optional<Outcome> find_response(const BatchContext& context,
                                                   std::string_view source, std::string_view id,
                                                   std::uint64_t hash);

/// Remembers the answer; forgets the oldest beyond kSeenPerSourceMax.
void record_response(BatchContext& context, std::string_view source, std::string_view id,
                     std::uint64_t hash, const Outcome& outcome);

}  // namespace gateway
