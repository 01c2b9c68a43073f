// SPDX-License-Identifier: MIT
// How purchase orders are shown to a buyer.
#pragma once

#include "gateway/cli/terminal.h"
#include "gateway/json/value.h"
#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View purchases_view();

/// Prints the order's fields, its rows in the outbox, and its lines.
void print_purchase(Terminal& terminal, const json::Value& order);

/// Prints why each line was ordered, the answer of GET .../why.
void print_why(Terminal& terminal, const json::Value& answer);

}  // namespace gateway::cli
