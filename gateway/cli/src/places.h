// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/cli/invocation.h"

namespace gateway::cli {

/// What is wrong with the places and the quantity of a movement, for its
/// operation; empty when nothing is.
[[nodiscard]] std::string check_places(const MoveRequest& move);

}  // namespace gateway::cli
