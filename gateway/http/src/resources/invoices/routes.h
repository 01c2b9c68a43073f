// SPDX-License-Identifier: MIT
// The addresses of invoices, one span per file that answers them.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> invoices_reading();

}  // namespace gateway::http
