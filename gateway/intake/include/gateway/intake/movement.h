// SPDX-License-Identifier: MIT
// Reads a movement from JSON, of a scanner or a person.
#pragma once

#include <optional>
#include <vector>

#include "gateway/json/value.h"
#include "gateway/rows/outcome.h"
#include "gateway/stock/commands.h"
#include "wire/movement.h"

namespace gateway::intake {

/// A movement as a scanner or a person states it.
struct StatedMovement {
  wire::Movement movement;               ///< what could be read of it
  std::optional<wire::Refusal> refused;  ///< of the first problem; none: it could be read
  std::vector<Problem> problems;         ///< all of them, by field
};

/// Reads one movement of channel kScanner or kManual from an object (docs/protocol.md). A scanner
/// may leave out what a person must state, and states more: the code, the time, lot data. Its
/// unknown fields are ignored; a person's are problems, since each may be a misspelt one. A
/// person's field that is null or empty counts as not there. Pure; the result owns its memory.
[[nodiscard]] StatedMovement read_movement(const json::Value& stated, MovementChannel channel);

}  // namespace gateway::intake
