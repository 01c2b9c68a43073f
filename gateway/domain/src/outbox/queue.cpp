// SPDX-License-Identifier: MIT
#include "outbox/queue.h"

#include <algorithm>

#include "gateway/limits.h"
#include "outbox/rows.h"
#include "text/digits.h"
#include "text/excerpt.h"

namespace gateway {

bool outbox_has_room(const BatchContext& context) {
  return context.counters.outbox_rows < kOutboxRowsMax;
}

OutboxRow new_row(BatchContext& context, OutboxKind kind) {
  OutboxRow row;
  row.id = ++context.counters.outbox;
  row.kind = kind;
  row.created_ms = context.now.wall_ms;
  row.next_ms = context.now.wall_ms;
  return row;
}

void queue_row(BatchContext& context, const OutboxRow& row) {
  put_row(context.store, Table::kOutbox, number_key(row.id), row);
  ++context.counters.outbox_rows;
  context.deliver(row.id);
}

std::string event_id_of(const BatchContext& context, std::string cause) {
  std::transform(cause.begin(), cause.end(), cause.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return cause + "." + hex16(context.counters.store_id);
}

std::string message_id_of(const BatchContext& context, std::string cause) {
  return event_id_of(context, std::move(cause)) + "@" + context.settings.site +
         ".shelfwire.invalid";
}

void retry_row(BatchContext& context, OutboxRow row) {
  row.state = DeliveryState::kQueued;
  row.next_ms = context.now.wall_ms;
  put_row(context.store, Table::kOutbox, number_key(row.id), row);
  context.deliver(row.id);
}

void postpone_row(BatchContext& context, OutboxRow row, const DeliveryReport& report) {
  row.state = report.state;
  row.next_ms = report.next_ms;
  row.error = excerpt(report.error, kReasonBytesMax);
  ++row.attempts;
  put_row(context.store, Table::kOutbox, number_key(row.id), row);
  context.deliver(row.id);  // effects.cpp leaves out one that failed for good
}

void finish_row(BatchContext& context, std::uint64_t id) {
  context.store.erase(Table::kOutbox, number_key(id));
  --context.counters.outbox_rows;
}

void withdraw_row(BatchContext& context, std::uint64_t id) {
  finish_row(context, id);
  context.withdraw(id);
}

}  // namespace gateway
