// SPDX-License-Identifier: MIT
// stock, move, undo, ledger.
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_stock(const Grammar& root);

}  // namespace gateway::cli
