// SPDX-License-Identifier: MIT
// item, supplier, location.
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_catalogue(const Grammar& root);

}  // namespace gateway::cli
