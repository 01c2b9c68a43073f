// SPDX-License-Identifier: MIT
// The addresses of customers' orders, one span per file that answers them.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> orders_reading();
[[nodiscard]] std::span<const Route> orders_changing();

}  // namespace gateway::http
