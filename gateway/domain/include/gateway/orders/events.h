// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/orders/order.h"
#include "gateway/outbox/events.h"

namespace gateway {

/// A customer's order. Pure. Kind: `order`; id: order-<number>-<revision>.
[[nodiscard]] Event order_event(const std::string& source, const Order& order);

}  // namespace gateway
