// SPDX-License-Identifier: MIT
// exceptions, outbox.
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_exceptions(const Grammar& root);
void add_outbox(const Grammar& root);

}  // namespace gateway::cli
