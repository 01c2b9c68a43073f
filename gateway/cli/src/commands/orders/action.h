// SPDX-License-Identifier: MIT
// Customers' orders.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

// Each returns the exit code.
[[nodiscard]] int new_order(const Session& session, const OrderNew& request);
[[nodiscard]] int change_order(const Session& session, const OrderChange& change);

}  // namespace gateway::cli
