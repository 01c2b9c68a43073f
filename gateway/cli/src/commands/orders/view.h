// SPDX-License-Identifier: MIT
// Customers' orders, for people.
#pragma once

#include "gateway/cli/terminal.h"
#include "gateway/json/value.h"
#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View orders_view();

/// A page on one order, as GET /api/v1/orders/<id> says it: what was promised, where to
/// pick it, and what was done with it when.
void print_order(Terminal& terminal, const json::Value& order);

}  // namespace gateway::cli
