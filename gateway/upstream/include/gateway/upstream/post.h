// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace gateway::upstream {

// Bounds of one post and one answer. Poster::post() refuses a longer post; of a longer
// answer it reads no more than this.
inline constexpr std::size_t kBodyBytesMax = std::size_t{1} << 20;
inline constexpr std::size_t kIdempotencyKeyBytesMax = 200;
inline constexpr std::size_t kTokenBytesMax = 4096;
inline constexpr std::size_t kUrlBytesMax = 2000;
inline constexpr std::size_t kAnswerBytesMax = std::size_t{16} << 10;
inline constexpr std::size_t kAnswerHeadBytesMax = std::size_t{32} << 10;
inline constexpr std::size_t kQuoteBytesMax = 200;  ///< of an answer in Delivery::text
inline constexpr std::chrono::seconds kRetryAfterMax{3600};

/// One event to be posted: plain data, owns its text.
struct Post {
  /// One CloudEvents 1.0 document in JSON (structured mode), UTF-8, not empty; sent
  /// byte for byte.
  std::string body;
  /// Identity of the event, of `[A-Za-z0-9._:-]`. Derive it from what caused the event
  /// (never from a clock or random numbers), so that the receiver recognises a repeat after
  /// a lost answer.
  std::string idempotency_key;
};

}  // namespace gateway::upstream
