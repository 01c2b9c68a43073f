// SPDX-License-Identifier: MIT
// `list` and `show` of every subject.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

// Each returns the exit code.
[[nodiscard]] int show_list(const Session& session, const List& list);
[[nodiscard]] int show_one(const Session& session, const Show& show);

}  // namespace gateway::cli
