// SPDX-License-Identifier: MIT
// What becomes of a store whose redo ring cannot be used.
#pragma once

#include <functional>
#include <string>
#include <tl/expected.hpp>

#include "gateway/rows/store.h"

namespace gateway::store {

/// Asked when a store is opened and commits that were acked may be lost with its ring. `left`
/// shows what there is without them. To accept the loss, it may put rows that tell of it, which
/// are committed together with the rest, and nothing else. The error says how the loss can be
/// accepted, and becomes the end of the failure's message. Called at most once an opening, on its
/// thread; empty: no loss is accepted.
using AcceptLoss = std::function<tl::expected<void, std::string>(Store& left)>;

}  // namespace gateway::store
