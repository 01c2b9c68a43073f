// SPDX-License-Identifier: MIT
// The addresses of scanners: their names, and scans that come in a file.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> nodes_changing();

}  // namespace gateway::http
