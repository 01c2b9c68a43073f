// SPDX-License-Identifier: MIT
// What waits for a person, and what is on its way out, for people.
#pragma once

#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View tasks_view();
[[nodiscard]] View incidents_view();
[[nodiscard]] View outbox_view();

}  // namespace gateway::cli
