// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/outbox/events.h"
#include "gateway/purchasing/purchase.h"

namespace gateway {

// Pure, as those of events.h.
/// `purchase_order`; its name and state, or that of the outbox row that carries it.
[[nodiscard]] Event purchase_event(const std::string& source, const PurchaseOrder& order);
[[nodiscard]] Event purchase_event(const std::string& source, const PurchaseOrder& order,
                                   const OutboxRow& row);

}  // namespace gateway
