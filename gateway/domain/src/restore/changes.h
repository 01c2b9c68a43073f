// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/restore/commands.h"
#include "gateway/restore/second_gateway.h"
#include "gateway/rows/outcome.h"
#include "rows/batch_context.h"

namespace gateway {

[[nodiscard]] Outcome decide(BatchContext& context, const TellOfLoss& loss);
[[nodiscard]] Outcome decide(BatchContext& context, const TellOfMove& move);
[[nodiscard]] Outcome decide(BatchContext& context, const TellOfNewerSeq& evidence);

[[nodiscard]] Outcome decide(BatchContext& context, const TellOfSecondGateway& seen);
[[nodiscard]] Outcome decide(BatchContext& context, const TakeOver& request);
[[nodiscard]] std::string request_content(const TakeOver& request);

/// A new incarnation begins because of something that shows that the store is older than what it
/// had told others. `detail`: what shows it, one sentence. Does nothing while a person is still
/// asked about an earlier one.
void begin_incarnation_on(BatchContext& context, const std::string& evidence);

/// Whether `task` asks a person for the last numbers that were given out, and is not answered.
[[nodiscard]] bool asks_last_numbers(const BatchContext& context, std::uint64_t task);

/// Whether a customer may have been told of `invoice` before, under a number that is not in the
/// store: the order was there when the store was copied, and the invoice was not.
[[nodiscard]] bool may_repeat(const BatchContext& context, std::uint64_t order,
                              std::uint64_t invoice);

/// The person's answer is there: the tasks that ask are withdrawn, nothing waits any more.
void end_wait(BatchContext& context, std::uint64_t last_invoice, std::string_view by);
/// The last row of the outbox that the store had when its incarnation began.
[[nodiscard]] std::uint64_t outbox_before(const BatchContext& context);

}  // namespace gateway
