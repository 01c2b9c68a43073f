// SPDX-License-Identifier: MIT
// What waits for a person: tasks, incidents with scanners, unreadable messages. For scan_…()
// see Reader in gateway/rows/store.h; all visit in the order of the ids.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "gateway/rows/origin.h"
#include "gateway/rows/store.h"
#include "wire/movement.h"

namespace gateway {

enum class TaskState : std::uint8_t {
  kOpen = 1,
  kWithdrawn = 2,  ///< the scan was undone by its node, or the cause is gone
  kSettled = 3,    ///< a person booked it after all
  kDismissed = 4,  ///< a person decided that there is nothing to book
  kLast = kDismissed,
};
[[nodiscard]] const char* to_string(TaskState state);

/// A movement that could not be booked, or something else that needs a decision.
struct Task {
  std::uint64_t id = 0;
  std::string why;  ///< a refusal, a doubt of a booked movement, "count_again", "discrepancy",
                    ///< "no_supplier_address", "no_price", "clock_step", "acked_lost",
                    ///< "store_moved", or an incident: see incident_task()
  TaskState state = TaskState::kOpen;
  Origin origin;            ///< of the movement; empty: no movement caused it
  wire::Movement movement;  ///< as stated; of a discrepancy: `from` went negative
  std::int64_t at_ms = 0;   ///< when it was scanned, by the clock `at_source`
  TimeSource at_source = TimeSource::kReceipt;
  std::int64_t received_ms = 0;
  std::string detail;        ///< one sentence, or the text that could not be read
  LedgerSeq ledger_seq = 0;  ///< the entry that settling it booked; 0: none
  std::string closed_by;     ///< who settled or dismissed it; may be empty
  std::string closed_why;    ///< of a dismissal
  std::int64_t closed_ms = 0;

  friend bool operator==(const Task&, const Task&) = default;
};

enum class IncidentKind : std::uint8_t {
  kHistoryLost = 1,     ///< a node no longer holds what the gateway never had
  kKeyReused = 2,       ///< two different histories under one (node, epoch)
  kForeignJournal = 3,  ///< a node sends an epoch that belongs to another one
  kEpochFlood = 4,      ///< a node opens new epochs all the time
  kLast = kEpochFlood,
};
[[nodiscard]] const char* to_string(IncidentKind kind);

/// `Task::why` of the task beside an incident: the kind's word, but "second_history" for
/// kKeyReused, since "key_reused" is a refusal too.
[[nodiscard]] const char* incident_task(IncidentKind kind);

/// Something wrong with the history of a scanner. A task beside it asks a person to look.
struct Incident {
  std::uint64_t id = 0;
  IncidentKind kind = IncidentKind::kHistoryLost;
  std::string node;
  std::uint32_t epoch = 0;
  std::uint32_t first_seq = 0;  ///< of the lost movements, or of the batch that differs
  std::uint32_t last_seq = 0;
  std::int64_t at_ms = 0;

  friend bool operator==(const Incident&, const Incident&) = default;
};

/// A message that could not be read; the newest kUnreadableKeptMax are kept.
struct Unreadable {
  std::uint64_t id = 0;
  std::string topic;    ///< at most wire::kTopicBytesMax bytes
  std::string payload;  ///< its first kRawExcerptBytesMax bytes
  std::string why;      ///< at most kReasonBytesMax bytes
  std::int64_t at_ms = 0;

  friend bool operator==(const Unreadable&, const Unreadable&) = default;
};

void scan_tasks(const Reader& store, std::uint64_t from_id,
                const std::function<bool(const Task&)>& visit);
void scan_incidents(const Reader& store, std::uint64_t from_id,
                    const std::function<bool(const Incident&)>& visit);
void scan_unreadable(const Reader& store, std::uint64_t from_id,
                     const std::function<bool(const Unreadable&)>& visit);

}  // namespace gateway
