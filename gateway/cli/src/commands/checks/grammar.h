// SPDX-License-Identifier: MIT
// verify, doctor.
#pragma once

#include "lib/grammar.h"

namespace gateway::cli {

void add_checks(const Grammar& root);

}  // namespace gateway::cli
