// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/scanners/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// Applies the gateway's rules of docs/protocol.md to one `up` message. Movements that are new,
/// and whose chain checksum continues what the gateway holds, are booked or become tasks. In
/// every case an ack is due, which states what the gateway holds.
[[nodiscard]] Outcome decide(BatchContext& context, const NodeBatch& batch);
/// The same for scans that a person brings in a file; see the command.
[[nodiscard]] Outcome decide(BatchContext& context, const ImportScans& scans);

}  // namespace gateway
