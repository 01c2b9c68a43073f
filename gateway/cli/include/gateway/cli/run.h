// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/cli/invocation.h"
#include "gateway/cli/terminal.h"

namespace gateway::cli {

/// Does what was asked: speaks to the gateway, prints to `terminal`. Errors go to
/// its `err` with what to do. Returns the exit code: 0 done, 1 failed. Blocks;
/// `ledger --follow` until the gateway is gone.
[[nodiscard]] int run(const Invocation& invocation, Terminal& terminal);

}  // namespace gateway::cli
