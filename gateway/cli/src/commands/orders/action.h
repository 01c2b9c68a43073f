// SPDX-License-Identifier: MIT
// Customers' orders.
#pragma once

#include <string>

#include "lib/session.h"

namespace gateway::cli {

/// cancel or ship.
struct OrderChange {
  std::string id;
  std::string action;
  std::string why;  ///< of a cancellation
  std::string by;   ///< of a shipment
};

// Each returns the exit code.
/// Of a JSON file; -: of standard input.
[[nodiscard]] int new_order(const Session& session, const std::string& file);
/// Those in a state; empty: all.
[[nodiscard]] int list_orders(const Session& session, const std::string& state);
[[nodiscard]] int change_order(const Session& session, const OrderChange& change);

}  // namespace gateway::cli
