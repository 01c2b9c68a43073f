// SPDX-License-Identifier: MIT
// Effects on the world outside: made with their cause, delivered by couriers.
#pragma once

#include "decision.h"

namespace gateway {

/// Whether another row may be made; rows for a whole batch may pass the bound a little.
[[nodiscard]] bool outbox_has_room(const Decision& decision);

/// Queue `order` as a mail, or as a post upstream, and note the row in it. The caller
/// stores the order.
void queue_mail(Decision& decision, PurchaseOrder& order, const Supplier& supplier);
void queue_post(Decision& decision, PurchaseOrder& order);
/// Queues the alert of a position for the upstream server.
void queue_alert(Decision& decision, const LowAlert& alert);

/// Queues a mail to the customer about what was decided on `order`.
void queue_notice(Decision& decision, const Order& order);

/// Takes back row `id` of `order`, which waits; 0: none does. The caller stores the order.
void withdraw_delivery(Decision& decision, PurchaseOrder& order, std::uint64_t id);

/// Has row `id` tried again at once. False: it is gone.
bool retry_delivery(Decision& decision, std::uint64_t id);

/// What became of an attempt to deliver; kNotFound when the row is gone.
[[nodiscard]] Outcome note_delivery(Decision& decision, const DeliveryReport& report);

/// A person retries or drops a row.
[[nodiscard]] Outcome change_outbox(Decision& decision, const ChangeOutbox& change);

}  // namespace gateway
