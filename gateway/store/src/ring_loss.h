// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/store/lmdb_store.h"
#include "gateway/store/loss.h"

namespace gateway::store {

/// Whether to go on without the ring, which cannot be used because of `why`; else `why` with what
/// to do. `left`: as AcceptLoss says.
[[nodiscard]] tl::expected<void, Failure> judge_loss(Store& left, Failure why,
                                                     const AcceptLoss& accept);

}  // namespace gateway::store
