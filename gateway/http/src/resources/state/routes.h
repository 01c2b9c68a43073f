// SPDX-License-Identifier: MIT
// The addresses of the gateway's state, one span per file that answers them.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> state_changing();
[[nodiscard]] std::span<const Route> state_reading();
[[nodiscard]] std::span<const Route> state_verifying();

}  // namespace gateway::http
