// SPDX-License-Identifier: MIT
// Customers' orders.
// As JSON objects; the keys are a contract with integrators: tests/golden/json/ holds them.
#pragma once

#include <vector>

#include "gateway/orders/order.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// A customer's order, without what only one order at a time is asked for.
void write_order(wire::JsonWriter& json, const Order& order);
/// With where its goods are, and what was done with it when.
void write_order_in_full(wire::JsonWriter& json, const Order& order,
                         const std::vector<Reservation>& reservations);

}  // namespace gateway::http
