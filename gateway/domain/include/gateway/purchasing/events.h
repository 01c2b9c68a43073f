// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/outbox/events.h"
#include "gateway/purchasing/purchase.h"

namespace gateway {

/// A purchase order. Pure. Kind: `purchase_order`; id: <PO-number>-<state>-<time of change>, or
/// the message id of the outbox row that carries it. With a row, the purchase order as it was
/// approved.
[[nodiscard]] Event purchase_event(const std::string& source, const PurchaseOrder& order);
[[nodiscard]] Event purchase_event(const std::string& source, const PurchaseOrder& order,
                                   const OutboxRow& row);

}  // namespace gateway
