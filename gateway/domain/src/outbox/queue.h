// SPDX-License-Identifier: MIT
// Effects on the world outside: made with their cause, delivered by couriers. Whose a row
// is, and what follows from its delivery, is known to those who made it.
#pragma once

#include <string>

#include "gateway/outbox/commands.h"
#include "gateway/outbox/outbox.h"
#include "rows/batch_context.h"

namespace gateway {

/// Whether another row may be made; rows for a whole batch may pass the bound a little.
[[nodiscard]] bool outbox_has_room(const BatchContext& context);

/// A row with a number of its own and due now. The caller fills it in and has it queued.
[[nodiscard]] OutboxRow new_row(BatchContext& context, OutboxKind kind);
void queue_row(BatchContext& context, const OutboxRow& row);

/// Ids derived from the store and the cause, so that every attempt, after any crash,
/// carries the same one: an Idempotency-Key, and a mail's Message-ID.
[[nodiscard]] std::string event_id_of(const BatchContext& context, std::string cause);
[[nodiscard]] std::string message_id_of(const BatchContext& context, std::string cause);

/// `row` is tried again at once.
void retry_row(BatchContext& context, OutboxRow row);
/// `row` is tried again when `report` says so, or waits for a person.
void postpone_row(BatchContext& context, OutboxRow row, const DeliveryReport& report);
/// Row `id` is delivered.
void finish_row(BatchContext& context, std::uint64_t id);
/// Row `id` must not go out any more.
void withdraw_row(BatchContext& context, std::uint64_t id);

}  // namespace gateway
