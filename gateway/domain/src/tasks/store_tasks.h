// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/tasks/commands.h"
#include "gateway/tasks/tasks.h"
#include "rows/batch_context.h"

namespace gateway {

/// When a scan happened, by the best clock there was.
struct ScanTime {
  std::int64_t at_ms = 0;
  TimeSource source = TimeSource::kReceipt;
};
[[nodiscard]] ScanTime scan_time(const wire::Movement& movement, const Now& now);

/// Stores a fact that could not be booked; returns what its sender is told.
Outcome store_refused(BatchContext& context, wire::Refusal why, const wire::Movement& movement,
                      const Origin& origin, std::string detail);

/// Stores something else that waits for a person; returns its id.
std::uint64_t store_task(BatchContext& context, Task task);

/// Nobody needs to look at it any more. False: it is gone, or was withdrawn before.
bool withdraw_task(BatchContext& context, std::uint64_t id);

void store_incident(BatchContext& context, Incident incident);

/// Counts and keeps the message.
[[nodiscard]] Outcome decide(BatchContext& context, const KeepUnreadable& message);

}  // namespace gateway
