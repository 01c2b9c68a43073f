// SPDX-License-Identifier: MIT
// Customers' orders as JSON objects. Integrators rely on the keys, which tests/golden/json/
// records.
#pragma once

#include <vector>

#include "gateway/orders/order.h"
#include "wire/json_writer.h"

namespace gateway::http {

/// A customer's order as a row of a list.
void write_order(wire::JsonWriter& json, const Order& order);
/// The same with the bins of its goods, and what was done with it and when.
void write_order_in_full(wire::JsonWriter& json, const Order& order,
                         const std::vector<Reservation>& reservations);

}  // namespace gateway::http
