// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/engine/commands.h"
#include "gateway/json/value.h"

namespace gateway::mqtt {

/// Reads one element of `m` but for its `k`. Never fails: the first thing that is
/// wrong is in `refused`, and what else could be read is in `movement`.
[[nodiscard]] BatchMovement decode_movement(const json::Value& stated);

}  // namespace gateway::mqtt
