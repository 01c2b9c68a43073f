// SPDX-License-Identifier: MIT
// invoice.
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_invoices(const Grammar& root);

}  // namespace gateway::cli
