// SPDX-License-Identifier: MIT
// po, reorder.
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_purchases(const Grammar& root);

}  // namespace gateway::cli
