// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace gateway::upstream {

// What one post and one answer may hold. Poster::post() refuses a longer post; of a
// longer answer it reads no more.
inline constexpr std::size_t kBodyBytesMax = std::size_t{1} << 20;
inline constexpr std::size_t kIdempotencyKeyBytesMax = 200;
inline constexpr std::size_t kTokenBytesMax = 4096;
inline constexpr std::size_t kUrlBytesMax = 2000;
inline constexpr std::size_t kAnswerBytesMax = std::size_t{16} << 10;
inline constexpr std::size_t kAnswerHeadBytesMax = std::size_t{32} << 10;
inline constexpr std::size_t kQuoteBytesMax = 200;  ///< of an answer in Report::text
inline constexpr std::chrono::seconds kRetryAfterMax{3600};

/// One event on its way: plain data, owns its text.
struct Post {
  /// One CloudEvents 1.0 document in JSON (structured mode), UTF-8, not empty; sent
  /// byte for byte.
  std::string body;
  /// Identity of the event, `[A-Za-z0-9._:-]`. Derive it from what caused the event
  /// (never from clock or chance), so that the receiver recognises a repeat after a
  /// lost answer.
  std::string idempotency_key;
};

/// What became of an event. Values are stable (they are kept with the outbox).
enum class Delivery : std::uint8_t {
  kSent = 0,        ///< the server has it and answers for it (2xx)
  kRetryLater = 1,  ///< the cause may pass (server down, 408, 425, 429, 5xx; TLS or the
                    ///< token, 401 and 403, to be corrected): send the same event again
                    ///< later. After a 5xx the server may have it all the same
  kRefused = 2,     ///< it never will (any other 3xx or 4xx, or the post itself is
                    ///< malformed): a person has to look at it
  kMaybeSent = 3,   ///< the request left in full and no whole answer came: the server
                    ///< may have it; a repeat carries the same Idempotency-Key
};

/// Stable lower-case name ("sent", "retry_later", ...), for logs and JSON.
const char* to_string(Delivery delivery);

/// Outcome of one attempt. `text` is for people: the server's answer or the
/// cause and what to do; one line of printable ASCII, never the token.
struct Report {
  Delivery delivery = Delivery::kRetryLater;
  std::string text;
  /// With kRetryLater, if the server said so (Retry-After): how long to wait at
  /// least, 1 s to kRetryAfterMax.
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
};

}  // namespace gateway::upstream
