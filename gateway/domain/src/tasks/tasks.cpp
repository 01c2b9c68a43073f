// SPDX-License-Identifier: MIT
#include "gateway/tasks/tasks.h"

#include "tasks/rows.h"

namespace gateway {

const char* to_string(TaskState state) {
  switch (state) {
    case TaskState::kOpen:
      return "open";
    case TaskState::kWithdrawn:
      return "withdrawn";
    case TaskState::kSettled:
      return "settled";
    case TaskState::kDismissed:
      return "dismissed";
  }
  return "unknown";
}

const char* to_string(IncidentKind kind) {
  switch (kind) {
    case IncidentKind::kHistoryLost:
      return "history_lost";
    case IncidentKind::kKeyReused:
      return "key_reused";
    case IncidentKind::kForeignJournal:
      return "foreign_journal";
    case IncidentKind::kEpochFlood:
      return "epoch_flood";
  }
  return "unknown";
}

const char* incident_task(IncidentKind kind) {
  return kind == IncidentKind::kKeyReused ? "second_history" : to_string(kind);
}

void scan_tasks(const Reader& store, std::uint64_t from_id,
                const std::function<bool(const Task&)>& visit) {
  scan_rows<Task>(store, Table::kExceptions, number_key(from_id), visit);
}

void scan_incidents(const Reader& store, std::uint64_t from_id,
                    const std::function<bool(const Incident&)>& visit) {
  scan_rows<Incident>(store, Table::kIncidents, number_key(from_id), visit);
}

void scan_unreadable(const Reader& store, std::uint64_t from_id,
                     const std::function<bool(const Unreadable&)>& visit) {
  scan_rows<Unreadable>(store, Table::kUnreadable, number_key(from_id), visit);
}

}  // namespace gateway
