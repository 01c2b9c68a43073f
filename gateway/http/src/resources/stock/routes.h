// SPDX-License-Identifier: MIT
// The addresses of what is where, and how it came there, a span per file that answers them.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> stock_reading();
[[nodiscard]] std::span<const Route> stock_changing();

}  // namespace gateway::http
