// SPDX-License-Identifier: MIT
// What couriers report, and what a person does with rows of the outbox.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/outbox/outbox.h"

namespace gateway {

enum class OutboxAction : std::uint8_t {
  kRetry = 1,  ///< tried again at once, even if it failed
  kDrop = 2,   ///< removed without being delivered
};
/// kNotFound: the row is gone.
struct ChangeOutbox {
  std::uint64_t id = 0;  ///< of the row
  OutboxAction action = OutboxAction::kRetry;
};

/// What came of one attempt to deliver a row of the outbox. kNotFound: the row is gone.
struct DeliveryReport {
  std::uint64_t outbox_id = 0;
  DeliveryState state = DeliveryState::kQueued;  ///< kSent removes the row
  std::int64_t next_ms = 0;  ///< wall time of the next attempt, where there is one
  std::string error;         ///< the first kReasonBytesMax bytes are kept

  static constexpr bool kOwn = true;
};

}  // namespace gateway
