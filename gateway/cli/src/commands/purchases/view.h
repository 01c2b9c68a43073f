// SPDX-License-Identifier: MIT
// A purchase order for a buyer.
#pragma once

#include "gateway/cli/terminal.h"
#include "gateway/json/value.h"

namespace gateway::cli {

/// The order's fields, what waits in the outbox for it, and its lines.
void print_purchase(Terminal& terminal, const json::Value& order);

/// Why each line was ordered, as GET .../why says it.
void print_why(Terminal& terminal, const json::Value& answer);

}  // namespace gateway::cli
