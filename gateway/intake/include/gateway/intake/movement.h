// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "gateway/json/value.h"
#include "gateway/rows/outcome.h"
#include "gateway/stock/commands.h"
#include "wire/movement.h"

namespace gateway::intake {

/// A movement as somebody states it.
struct StatedMovement {
  wire::Movement movement;               ///< what could be read of it
  std::optional<wire::Refusal> refused;  ///< what the first problem makes of a scan
  std::vector<Problem> problems;         ///< all of them, by field
};

/// Reads one movement. A scanner may leave out what a person must state, and states more: what
/// it scanned, when, and the lot's data; a field it adds is passed over, a person's is refused,
/// for it may be a misspelt one. A person's field that is null or empty is not there.
[[nodiscard]] StatedMovement read_movement(const json::Value& stated, MovementChannel channel);

}  // namespace gateway::intake
