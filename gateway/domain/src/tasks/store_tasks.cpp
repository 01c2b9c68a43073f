// SPDX-License-Identifier: MIT
#include "tasks/store_tasks.h"

#include "gateway/limits.h"
#include "gateway/text/calendar.h"
#include "tasks/rows.h"
#include "text/excerpt.h"

namespace gateway {

namespace {
/// A node's clock is believed where it is neither before 2020 nor more than a day ahead of
/// the gateway's: an earlier time means that it was never set.
constexpr std::int64_t kYear2020Ms = 1'577'836'800'000;
}  // namespace

ScanTime scan_time(const wire::Movement& movement, const Now& now) {
  const bool node_clock_set = movement.at_ms >= kYear2020Ms;
  // A gateway that started without a network knows the time less well than a scanner
  // that got it from an earlier ack.
  if (!now.wall_trusted && node_clock_set) return {movement.at_ms, TimeSource::kNodeClock};
  if (movement.age_ms) {
    return {now.wall_ms - *movement.age_ms, TimeSource::kNodeAge, now.wall_trusted};
  }
  if (node_clock_set && movement.at_ms <= now.wall_ms + kDayMs) {
    return {movement.at_ms, TimeSource::kNodeClock, now.wall_trusted};
  }
  return {now.wall_ms, TimeSource::kReceipt};
}

std::uint64_t store_task(BatchContext& context, Task task) {
  task.id = ++context.counters.task;
  task.received_ms = context.now.wall_ms;
  task.detail = excerpt(task.detail, kRawExcerptBytesMax);
  put_row(context.store, Table::kExceptions, number_key(task.id), task);
  return task.id;
}

bool withdraw_task(BatchContext& context, std::uint64_t id, std::string_view by,
                   std::string_view why) {
  const auto key = number_key(id);
  auto task = get_row<Task>(context.store, Table::kExceptions, key);
  if (!task || task->state != TaskState::kOpen) return false;
  task->state = TaskState::kWithdrawn;
  task->closed_by = by;
  task->closed_why = why;
  put_row(context.store, Table::kExceptions, key, *task);
  return true;
}

Outcome store_refused(BatchContext& context, wire::Refusal why, const wire::Movement& movement,
                      const Origin& origin, std::string detail) {
  Task task;
  task.why = to_string(why);
  task.origin = origin;
  task.movement = movement;
  const ScanTime scanned = scan_time(movement, context.now);
  task.at_ms = scanned.at_ms;
  task.at_source = scanned.source;
  task.detail = std::move(detail);
  Outcome outcome;
  outcome.verdict = Verdict::kTask;
  outcome.refused = why;
  outcome.task_id = store_task(context, std::move(task));
  return outcome;
}

void store_incident(BatchContext& context, Incident incident, std::string detail) {
  incident.id = ++context.counters.incident;
  incident.at_ms = context.now.wall_ms;
  put_row(context.store, Table::kIncidents, number_key(incident.id), incident);
  Task task;
  task.why = incident_task(incident.kind);
  task.origin = {incident.node, incident.epoch, 0};  // of no movement
  task.at_ms = context.now.wall_ms;
  task.detail = std::move(detail);
  store_task(context, std::move(task));
}

Outcome decide(BatchContext& context, const KeepUnreadable& message) {
  Unreadable row;
  row.id = ++context.counters.unreadable;
  row.topic = excerpt(message.topic, wire::kTopicBytesMax);
  row.payload = excerpt(message.payload, kRawExcerptBytesMax);
  row.why = excerpt(message.why, kReasonBytesMax);
  row.at_ms = context.now.wall_ms;
  put_row(context.store, Table::kUnreadable, number_key(row.id), row);
  if (row.id > kUnreadableKeptMax) {
    context.store.erase(Table::kUnreadable, number_key(row.id - kUnreadableKeptMax));
  }
  return {};
}

}  // namespace gateway
