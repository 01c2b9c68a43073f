// SPDX-License-Identifier: MIT
// Customers' orders.
#pragma once

#include <string>

#include "lib/session.h"

namespace gateway::cli {

/// `order cancel` or `order ship`.
struct OrderChange {
  std::string id;
  std::string action;
  std::string why;  ///< of a cancellation
  std::string by;   ///< of a shipment
};

// Each returns the exit code.
/// Submits the order in a JSON file; `-`: from standard input.
[[nodiscard]] int new_order(const Session& session, const std::string& file);
/// Lists the orders in a state; empty: all orders.
[[nodiscard]] int list_orders(const Session& session, const std::string& state);
[[nodiscard]] int change_order(const Session& session, const OrderChange& change);

}  // namespace gateway::cli
