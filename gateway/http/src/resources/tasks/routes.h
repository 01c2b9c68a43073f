// SPDX-License-Identifier: MIT
// The addresses of what waits for a person, and of the outbox, one span per file that
// answers them.
#pragma once

#include <span>

#include "toolkit/route.h"

namespace gateway::http {

[[nodiscard]] std::span<const Route> tasks_reading();
[[nodiscard]] std::span<const Route> tasks_changing();

}  // namespace gateway::http
