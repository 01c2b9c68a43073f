// SPDX-License-Identifier: MIT
// How tasks, incidents, messages that could not be read and rows of the outbox are shown to people.
#pragma once

#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View tasks_view();
[[nodiscard]] View incidents_view();
[[nodiscard]] View unreadable_view();
[[nodiscard]] View outbox_view();
[[nodiscard]] View outbox_archive_view();

}  // namespace gateway::cli
