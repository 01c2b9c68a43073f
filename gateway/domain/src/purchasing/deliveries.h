// SPDX-License-Identifier: MIT
// Purchase orders and alerts in the outbox.
#pragma once

#include "gateway/catalogue/catalogue.h"
#include "gateway/outbox/outbox.h"
#include "gateway/purchasing/purchase.h"
#include "gateway/stock/low_alert.h"
#include "rows/batch_context.h"

namespace gateway {

/// Queue `order` as a mail, or as a post to the upstream server, and note the row in the order.
/// The caller stores it.
void queue_mail(BatchContext& context, PurchaseOrder& order, const Supplier& supplier);
void queue_post(BatchContext& context, PurchaseOrder& order);
/// Queues the alert of a position for the upstream server.
void queue_alert(BatchContext& context, const LowAlert& alert);

/// Withdraws row `id` of `order`; does nothing for 0. The caller stores the order.
void withdraw_delivery(BatchContext& context, PurchaseOrder& order, std::uint64_t id);

/// Has `row` tried again at once. A purchase order's mail goes to the supplier's present
/// address, which may have been corrected meanwhile.
void retry_delivery(BatchContext& context, OutboxRow row);

/// `row` was delivered. Its purchase order counts as sent once no mail of it waits.
void mark_delivered(BatchContext& context, const OutboxRow& row);
/// `row` was dropped: its purchase order no longer waits for it.
void mark_dropped(BatchContext& context, const OutboxRow& row);

}  // namespace gateway
