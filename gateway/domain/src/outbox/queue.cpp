// SPDX-License-Identifier: MIT
#include "outbox/queue.h"

#include <algorithm>

#include "gateway/limits.h"
#include "outbox/rows.h"
#include "text/digits.h"
#include "text/excerpt.h"

namespace gateway {

bool outbox_has_room(const Decision& decision) {
  return decision.counters.outbox_rows < kOutboxRowsMax;
}

OutboxRow new_row(Decision& decision, OutboxKind kind) {
  OutboxRow row;
  row.id = ++decision.counters.outbox;
  row.kind = kind;
  row.created_ms = decision.now.wall_ms;
  row.next_ms = decision.now.wall_ms;
  return row;
}

void queue_row(Decision& decision, const OutboxRow& row) {
  put_row(decision.store, Table::kOutbox, number_key(row.id), row);
  ++decision.counters.outbox_rows;
  decision.deliver(row.id);
}

std::string event_id_of(const Decision& decision, std::string cause) {
  std::transform(cause.begin(), cause.end(), cause.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return cause + "." + hex16(decision.counters.store_id);
}

std::string message_id_of(const Decision& decision, std::string cause) {
  return event_id_of(decision, std::move(cause)) + "@" + decision.settings.site +
         ".shelfwire.invalid";
}

void retry_row(Decision& decision, OutboxRow row) {
  row.state = DeliveryState::kQueued;
  row.next_ms = decision.now.wall_ms;
  put_row(decision.store, Table::kOutbox, number_key(row.id), row);
  decision.deliver(row.id);
}

void postpone_row(Decision& decision, OutboxRow row, const DeliveryReport& report) {
  row.state = report.state;
  row.next_ms = report.next_ms;
  row.error = excerpt(report.error, kReasonBytesMax);
  ++row.attempts;
  put_row(decision.store, Table::kOutbox, number_key(row.id), row);
  decision.deliver(row.id);  // one that failed for good is not handed out
}

void finish_row(Decision& decision, std::uint64_t id) {
  decision.store.erase(Table::kOutbox, number_key(id));
  --decision.counters.outbox_rows;
}

void withdraw_row(Decision& decision, std::uint64_t id) {
  finish_row(decision, id);
  decision.withdraw(id);
}

}  // namespace gateway
