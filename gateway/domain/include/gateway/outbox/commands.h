// SPDX-License-Identifier: MIT
// What couriers report, and what a person does with rows that wait.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/outbox/outbox.h"

namespace gateway {

enum class OutboxAction : std::uint8_t {
  kRetry = 1,  ///< at once, a dead letter too
  kDrop = 2,   ///< never
};
struct ChangeOutbox {
  std::uint64_t id = 0;
  OutboxAction action = OutboxAction::kRetry;
};

/// What became of one attempt to deliver an outbox row.
struct DeliveryReport {
  std::uint64_t outbox_id = 0;
  DeliveryState state = DeliveryState::kQueued;  ///< kQueued: to be tried again
  std::int64_t next_ms = 0;                      ///< earliest next attempt
  std::string error;

  static constexpr bool kOwn = true;
};

}  // namespace gateway
