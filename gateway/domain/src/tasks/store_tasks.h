// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/tasks/commands.h"
#include "gateway/tasks/tasks.h"
#include "rows/batch_context.h"

namespace gateway {

/// When a scan happened, and the clock that says so: the best one there is.
struct ScanTime {
  std::int64_t at_ms = 0;
  TimeSource source = TimeSource::kReceipt;
  bool known = false;  ///< the clocks that say so can be believed
};
[[nodiscard]] ScanTime scan_time(const wire::Movement& movement, const Now& now);

/// Stores a movement that could not be booked as a task; returns its sender's outcome, kTask.
Outcome store_refused(BatchContext& context, wire::Refusal why, const wire::Movement& movement,
                      const Origin& origin, std::string detail);

/// Stores any other task, and sets its id and time of receipt. Returns the id.
std::uint64_t store_task(BatchContext& context, Task task);

/// Closes a task because its cause is gone, or is put right by a person, `by`; `why`: in words.
/// False: there is no such task, or it is not open.
bool withdraw_task(BatchContext& context, std::uint64_t id, std::string_view by = {},
                   std::string_view why = {});

/// Sets the incident's id and time, and stores a task beside it, with `detail` for the person.
void store_incident(BatchContext& context, Incident incident, std::string detail);

/// Counts and keeps the message; removes the oldest beyond kUnreadableKeptMax.
[[nodiscard]] Outcome decide(BatchContext& context, const KeepUnreadable& message);

}  // namespace gateway
