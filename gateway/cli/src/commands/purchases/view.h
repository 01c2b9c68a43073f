// SPDX-License-Identifier: MIT
// Purchase orders, for a buyer.
#pragma once

#include "gateway/cli/terminal.h"
#include "gateway/json/value.h"
#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View purchases_view();

/// The order's fields, what waits in the outbox for it, and its lines.
void print_purchase(Terminal& terminal, const json::Value& order);

/// Why each line was ordered, as GET .../why says it.
void print_why(Terminal& terminal, const json::Value& answer);

}  // namespace gateway::cli
