// SPDX-License-Identifier: MIT
// What a buyer does.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

// Each returns the exit code.
[[nodiscard]] int change_purchase(const Session& session, const PurchaseChange& change);
[[nodiscard]] int receive_purchase(const Session& session, const PurchaseReceipt& receipt);
[[nodiscard]] int show_why(const Session& session, const PurchaseWhy& question);
[[nodiscard]] int run_reorder(const Session& session, const ReorderRun& run);

}  // namespace gateway::cli
