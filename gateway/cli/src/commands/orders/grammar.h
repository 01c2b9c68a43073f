// SPDX-License-Identifier: MIT
// order.
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_orders(const Grammar& root);

}  // namespace gateway::cli
