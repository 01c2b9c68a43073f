// SPDX-License-Identifier: MIT
#pragma once

#include <stop_token>

#include "exchange.h"
#include "gateway/upstream/poster.h"

namespace gateway::upstream {

/// Posts once, on a connection of its own. Settings and post were checked.
Exchange exchange(const Settings& settings, const Post& post, const std::stop_token& stop);

}  // namespace gateway::upstream
