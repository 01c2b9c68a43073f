// SPDX-License-Identifier: MIT
// The addresses of items, suppliers and locations, one span per file that answers them.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> catalogue_reading();
[[nodiscard]] std::span<const Route> catalogue_changing();
[[nodiscard]] std::span<const Route> catalogue_importing();

}  // namespace gateway::http
