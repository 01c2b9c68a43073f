// SPDX-License-Identifier: MIT
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_nodes(const Grammar& root);

}  // namespace gateway::cli
