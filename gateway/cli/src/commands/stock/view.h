// SPDX-License-Identifier: MIT
// How bins and ledger entries are shown to people.
#pragma once

#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View stock_view();
[[nodiscard]] View ledger_view();

}  // namespace gateway::cli
