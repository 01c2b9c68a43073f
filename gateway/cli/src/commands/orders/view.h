// SPDX-License-Identifier: MIT
// How customers' orders are shown to people.
#pragma once

#include "gateway/cli/terminal.h"
#include "gateway/json/value.h"
#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View orders_view();

/// Prints one order, the answer of GET /api/v1/orders/<id>: what was promised, where to
/// pick it, and what was done with it and when.
void print_order(Terminal& terminal, const json::Value& order);

}  // namespace gateway::cli
