// SPDX-License-Identifier: MIT
// tasks, unreadable, outbox.
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_tasks(const Grammar& root);
void add_unreadable(const Grammar& root);
void add_outbox(const Grammar& root);

}  // namespace gateway::cli
