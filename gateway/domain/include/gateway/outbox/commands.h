// SPDX-License-Identifier: MIT
// What couriers report, and what a person does with rows of the outbox.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "gateway/outbox/outbox.h"

namespace gateway {

enum class OutboxAction : std::uint8_t {
  kRetry = 1,  ///< tried again at once, even if it failed
  kDrop = 2,   ///< removed without being delivered; one in doubt: it was delivered before
};
/// kNotFound: the row is gone. kRetry is refused while documents wait (RestoreWait).
struct ChangeOutbox {
  std::uint64_t id = 0;  ///< of the row
  OutboxAction action = OutboxAction::kRetry;
};

/// Removes rows that have failed, the oldest failures first; `changed` of the outcome says how
/// many, `more` whether there are others. They are not sent.
struct DropFailed {
  std::optional<OutboxShare> share;  ///< none: of every share
  std::uint64_t rows_max = 0;

  [[nodiscard]] std::size_t weight() const { return rows_max; }
};

/// Moves rows that failed kFailedKeptMs ago into the archive; nothing while the clock is not
/// trusted.
struct ArchiveFailed {
  std::uint64_t rows_max = 0;

  static constexpr bool kOwn = true;
  [[nodiscard]] std::size_t weight() const { return rows_max; }
};

/// What came of one attempt to deliver a row of the outbox. kNotFound: the row is gone.
struct DeliveryReport {
  std::uint64_t outbox_id = 0;
  DeliveryState state = DeliveryState::kQueued;  ///< kSent removes the row
  std::int64_t next_ms = 0;  ///< wall time of the next attempt, where there is one
  std::string error;         ///< the first kReasonBytesMax bytes are kept
  /// kServer, kUs: nothing of its kind goes out. kUs is reported where more than one row was so
  /// refused, or one more than once: then a person is told at once.
  Obstacle obstacle = Obstacle::kRow;

  static constexpr bool kOwn = true;
};

}  // namespace gateway
