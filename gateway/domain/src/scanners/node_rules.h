// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/scanners/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// Applies the gateway rules of docs/protocol.md to one `up` message: what is
/// new and provably the continuation of what the gateway holds is booked or
/// stored as a task, everything else is answered with the ack that says
/// where the gateway stands. An ack is due in every case.
[[nodiscard]] Outcome decide(BatchContext& context, const NodeBatch& batch);

}  // namespace gateway
