// SPDX-License-Identifier: MIT
// Passes what became of a row of the outbox to the subject that made it.
#pragma once

#include "gateway/outbox/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// What came of an attempt to deliver; kNotFound where the row is gone.
[[nodiscard]] Outcome decide(BatchContext& context, const DeliveryReport& report);

/// A person retries or drops a row; kNotFound where it is gone.
[[nodiscard]] Outcome decide(BatchContext& context, const ChangeOutbox& change);
[[nodiscard]] Outcome decide(BatchContext& context, const DropFailed& drop);

[[nodiscard]] Outcome decide(BatchContext& context, const ArchiveFailed& archive);

}  // namespace gateway
