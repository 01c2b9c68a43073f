// SPDX-License-Identifier: MIT
#include "exceptions.h"

#include "gateway/limits.h"

namespace gateway {

namespace {
/// A node's clock is believed when it is neither older than this project nor
/// ahead of the gateway by more than a day.
constexpr std::int64_t kYear2020Ms = 1'577'836'800'000;
constexpr std::int64_t kDayMs = 86'400'000;
}  // namespace

ScanTime scan_time(const wire::Movement& movement, const Now& now) {
  if (movement.age_ms) return {now.wall_ms - *movement.age_ms, TimeSource::kNodeAge};
  if (movement.at_ms >= kYear2020Ms && movement.at_ms <= now.wall_ms + kDayMs) {
    return {movement.at_ms, TimeSource::kNodeClock};
  }
  return {now.wall_ms, TimeSource::kReceipt};
}

std::uint64_t store_task(Decision& decision, Exception task) {
  task.id = ++decision.counters.exception;
  task.received_ms = decision.now.wall_ms;
  if (task.detail.size() > kRawExcerptBytesMax) task.detail.resize(kRawExcerptBytesMax);
  put_row(decision.store, Table::kExceptions, number_key(task.id), task);
  return task.id;
}

Outcome store_exception(Decision& decision, wire::Refusal why, const wire::Movement& movement,
                        const Origin& origin, std::string detail) {
  Exception exception;
  exception.why = to_string(why);
  exception.origin = origin;
  exception.movement = movement;
  exception.at_ms = scan_time(movement, decision.now).at_ms;
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

void keep_unreadable(Decision& decision, const KeepUnreadable& message) {
  Unreadable row;
  row.id = ++decision.counters.unreadable;
  row.topic = message.topic.substr(0, wire::kTopicBytesMax);
  row.payload = message.payload.substr(0, kRawExcerptBytesMax);
  row.why = message.why.substr(0, kReasonBytesMax);
  row.at_ms = decision.now.wall_ms;
  put_row(decision.store, Table::kUnreadable, number_key(row.id), row);
  if (row.id > kUnreadableKeptMax) {
    decision.store.erase(Table::kUnreadable, number_key(row.id - kUnreadableKeptMax));
  }
}

}  // namespace gateway
