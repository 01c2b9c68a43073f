// SPDX-License-Identifier: MIT
// The addresses of bins, the ledger and movements, one span per file that answers them.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> stock_reading();
[[nodiscard]] std::span<const Route> stock_changing();

}  // namespace gateway::http
