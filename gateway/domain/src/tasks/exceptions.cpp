// SPDX-License-Identifier: MIT
#include "tasks/exceptions.h"

#include "gateway/limits.h"
#include "gateway/text/calendar.h"
#include "tasks/rows.h"
#include "text/excerpt.h"

namespace gateway {

namespace {
/// A node's clock is believed when it is neither older than this project nor
/// ahead of the gateway's by more than a day.
constexpr std::int64_t kYear2020Ms = 1'577'836'800'000;
}  // namespace

ScanTime scan_time(const wire::Movement& movement, const Now& now) {
  const bool node_clock_set = movement.at_ms >= kYear2020Ms;
  // A gateway that has just started without a network knows its own time less
  // well than a scanner that got it from an earlier ack.
  if (!now.wall_trusted && node_clock_set) return {movement.at_ms, TimeSource::kNodeClock};
  if (movement.age_ms) return {now.wall_ms - *movement.age_ms, TimeSource::kNodeAge};
  if (node_clock_set && movement.at_ms <= now.wall_ms + kDayMs) {
    return {movement.at_ms, TimeSource::kNodeClock};
  }
  return {now.wall_ms, TimeSource::kReceipt};
}

std::uint64_t store_task(Decision& decision, Exception task) {
  task.id = ++decision.counters.exception;
  task.received_ms = decision.now.wall_ms;
  task.detail = excerpt(task.detail, kRawExcerptBytesMax);
  put_row(decision.store, Table::kExceptions, number_key(task.id), task);
  return task.id;
}

bool withdraw_task(Decision& decision, std::uint64_t id) {
  const auto key = number_key(id);
  auto task = get_row<Exception>(decision.store, Table::kExceptions, key);
  if (!task || task->state != TaskState::kOpen) return false;
  task->state = TaskState::kWithdrawn;
  put_row(decision.store, Table::kExceptions, key, *task);
  return true;
}

Outcome store_exception(Decision& decision, wire::Refusal why, const wire::Movement& movement,
                        const Origin& origin, std::string detail) {
  Exception exception;
  exception.why = to_string(why);
  exception.origin = origin;
  exception.movement = movement;
  const ScanTime scanned = scan_time(movement, decision.now);
  exception.at_ms = scanned.at_ms;
  exception.at_source = scanned.source;
  exception.detail = std::move(detail);
  Outcome outcome;
  outcome.verdict = Verdict::kException;
  outcome.refused = why;
  outcome.exception_id = store_task(decision, std::move(exception));
  return outcome;
}

void store_incident(Decision& decision, Incident incident) {
  incident.id = ++decision.counters.incident;
  incident.at_ms = decision.now.wall_ms;
  put_row(decision.store, Table::kIncidents, number_key(incident.id), incident);
}

Outcome decide(Decision& decision, const KeepUnreadable& message) {
  Unreadable row;
  row.id = ++decision.counters.unreadable;
  row.topic = excerpt(message.topic, wire::kTopicBytesMax);
  row.payload = excerpt(message.payload, kRawExcerptBytesMax);
  row.why = excerpt(message.why, kReasonBytesMax);
  row.at_ms = decision.now.wall_ms;
  put_row(decision.store, Table::kUnreadable, number_key(row.id), row);
  if (row.id > kUnreadableKeptMax) {
    decision.store.erase(Table::kUnreadable, number_key(row.id - kUnreadableKeptMax));
  }
  return {};
}

}  // namespace gateway
