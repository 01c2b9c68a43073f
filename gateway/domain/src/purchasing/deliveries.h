// SPDX-License-Identifier: MIT
// Purchase orders and alerts on their way out: rows of the outbox and the orders that
// wait for them.
#pragma once

#include "gateway/catalogue/catalogue.h"
#include "gateway/outbox/outbox.h"
#include "gateway/purchasing/purchase.h"
#include "gateway/stock/low_alert.h"
#include "rows/batch_context.h"

namespace gateway {

/// Queue `order` as a mail, or as a post upstream, and note the row in it. The caller
/// stores the order.
void queue_mail(BatchContext& context, PurchaseOrder& order, const Supplier& supplier);
void queue_post(BatchContext& context, PurchaseOrder& order);
/// Queues the alert of a position for the upstream server.
void queue_alert(BatchContext& context, const LowAlert& alert);

/// Takes back row `id` of `order`, which waits; 0: none does. The caller stores the order.
void withdraw_delivery(BatchContext& context, PurchaseOrder& order, std::uint64_t id);

/// Has `row` tried again at once; a purchase order's mail goes to the supplier's address
/// of now, which a person who retries may have corrected first.
void retry_delivery(BatchContext& context, OutboxRow row);

/// `row` was delivered: the supplier has its purchase order once no mail of it waits.
void mark_delivered(BatchContext& context, const OutboxRow& row);
/// `row` was dropped: its purchase order no longer waits for it.
void mark_dropped(BatchContext& context, const OutboxRow& row);

}  // namespace gateway
