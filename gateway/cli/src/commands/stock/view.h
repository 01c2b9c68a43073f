// SPDX-License-Identifier: MIT
// Bins and ledger entries, for people.
#pragma once

#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View stock_view();
[[nodiscard]] View ledger_view();

}  // namespace gateway::cli
