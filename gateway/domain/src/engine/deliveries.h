// SPDX-License-Identifier: MIT
// What became of rows of the outbox, told to those who made them.
#pragma once

#include "gateway/outbox/commands.h"
#include "rows/batch_context.h"

namespace gateway {

/// What became of an attempt to deliver; kNotFound when the row is gone.
[[nodiscard]] Outcome decide(BatchContext& context, const DeliveryReport& report);

/// A person retries or drops a row.
[[nodiscard]] Outcome decide(BatchContext& context, const ChangeOutbox& change);

}  // namespace gateway
