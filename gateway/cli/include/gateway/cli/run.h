// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/cli/invocation.h"
#include "gateway/cli/terminal.h"

namespace gateway::cli {

/// Runs the command: sends requests to the gateway, prints to `terminal`. Errors go to
/// its `err`, with what to do. Returns the exit code: 0 done, 1 failed. Blocks;
/// `ledger --follow` until the gateway does not answer any more.
[[nodiscard]] int run(const Invocation& invocation, Terminal& terminal);

}  // namespace gateway::cli
