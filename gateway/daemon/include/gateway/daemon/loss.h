// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "gateway/rows/settings.h"
#include "gateway/store/loss.h"

namespace gateway::daemon {

/// Accepts the loss of what was acked after ledger entry `accepted`, where that is the last entry
/// that is left: a task then tells of it, dated `now_ms` (milliseconds since 1970). Else says what
/// would be lost and how to accept it. `settings`: the engine's.
[[nodiscard]] store::AcceptLoss accept_loss_after(std::optional<std::uint64_t> accepted,
                                                  const Settings& settings, std::int64_t now_ms);

}  // namespace gateway::daemon
