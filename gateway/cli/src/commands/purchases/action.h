// SPDX-License-Identifier: MIT
// What a buyer does with purchase orders.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/session.h"

namespace gateway::cli {

/// `po approve`, `send`, `confirm` or `cancel`.
struct PurchaseChange {
  std::string po;
  std::string action;
  std::string why;  ///< of a cancellation
};
struct PurchaseReceipt {
  struct Line {
    std::string sku;
    std::int64_t qty = 0;
  };
  std::string po;
  std::vector<Line> lines;  ///< empty: everything that is open
  std::string to;           ///< empty: the order's warehouse
  std::string by;
};

// Each returns the exit code.
/// Lists all purchase orders, or those not received or cancelled.
[[nodiscard]] int list_purchases(const Session& session, const bool& only_open);
[[nodiscard]] int change_purchase(const Session& session, const PurchaseChange& change);
[[nodiscard]] int receive_purchase(const Session& session, const PurchaseReceipt& receipt);
[[nodiscard]] int show_why(const Session& session, const std::string& po);
/// Runs a sweep. `sku`: may be ordered again although a person cancelled its line; empty: none.
[[nodiscard]] int run_reorder(const Session& session, const std::string& sku);

}  // namespace gateway::cli
