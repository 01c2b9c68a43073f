// SPDX-License-Identifier: MIT
// The outbox as a queue: rows are made in the batch of their cause and delivered by couriers.
// What follows from a delivery is known to the subject that made the row.
#pragma once

#include <string>

#include "gateway/outbox/commands.h"
#include "gateway/outbox/outbox.h"
#include "rows/batch_context.h"

namespace gateway {

/// Rows there are now.
[[nodiscard]] OutboxRows outbox_rows(const Counters& counters);

/// Whether there is room for a row of this kind, whatever the others take. A caller that then
/// makes several rows may pass the bound.
[[nodiscard]] bool outbox_has_room(const BatchContext& context, OutboxKind kind);

/// A new row with its number, due now. The caller fills it in and calls queue_row().
[[nodiscard]] OutboxRow new_row(BatchContext& context, OutboxKind kind);
void queue_row(BatchContext& context, const OutboxRow& row);

/// Ids made from the incarnation and the cause, so that every attempt carries the same one, also
/// after a crash: an Idempotency-Key, and a mail's Message-ID.
[[nodiscard]] std::string event_id_of(const BatchContext& context, std::string cause);
[[nodiscard]] std::string message_id_of(const BatchContext& context, std::string cause);

/// A person has `row` tried again at once, as if it were new.
void retry_row(BatchContext& context, OutboxRow row);
/// `row` is tried again at the time in `report`, or waits for a person.
void postpone_row(BatchContext& context, OutboxRow row, const DeliveryReport& report);
/// Rows up to `last` that may have been delivered before a restore wait for a person; alerts do
/// not, whose receiver knows a repeat. Returns how many.
std::uint64_t doubt_rows(BatchContext& context, std::uint64_t last);
/// Removes a row: it is delivered, or archived.
void finish_row(BatchContext& context, const OutboxRow& row);
/// Removes row `id`, if it is there, and has couriers forget it.
void withdraw_row(BatchContext& context, std::uint64_t id);

/// Counts the rows of a store that was written before they were counted by share, and lists
/// those that have failed.
void adopt_outbox(Store& store, Counters& counters);

}  // namespace gateway
