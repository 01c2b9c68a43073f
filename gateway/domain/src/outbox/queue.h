// SPDX-License-Identifier: MIT
// The outbox as a queue: rows are made in the batch of their cause and delivered by couriers.
// What follows from a delivery is known to the subject that made the row.
#pragma once

#include <string>

#include "gateway/outbox/commands.h"
#include "gateway/outbox/outbox.h"
#include "rows/batch_context.h"

namespace gateway {

/// Whether the outbox is below kOutboxRowsMax. A caller that then makes several rows may pass it.
[[nodiscard]] bool outbox_has_room(const BatchContext& context);

/// A new row with its number, due now. The caller fills it in and calls queue_row().
[[nodiscard]] OutboxRow new_row(BatchContext& context, OutboxKind kind);
void queue_row(BatchContext& context, const OutboxRow& row);

/// Ids made from the store's id and the cause, so that every attempt carries the same one, also
/// after a crash: an Idempotency-Key, and a mail's Message-ID.
[[nodiscard]] std::string event_id_of(const BatchContext& context, std::string cause);
[[nodiscard]] std::string message_id_of(const BatchContext& context, std::string cause);

/// `row` is tried again at once.
void retry_row(BatchContext& context, OutboxRow row);
/// `row` is tried again at the time in `report`, or has failed and waits for a person.
void postpone_row(BatchContext& context, OutboxRow row, const DeliveryReport& report);
/// Removes row `id`: it is delivered.
void finish_row(BatchContext& context, std::uint64_t id);
/// Removes row `id`, and has couriers forget it.
void withdraw_row(BatchContext& context, std::uint64_t id);

}  // namespace gateway
