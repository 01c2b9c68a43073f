// SPDX-License-Identifier: MIT
// The addresses of purchase orders and of the sweep that opens them, one span per file that
// answers them.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> purchases_reading();
[[nodiscard]] std::span<const Route> purchases_changing();

}  // namespace gateway::http
