// SPDX-License-Identifier: MIT
// What a buyer does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/session.h"

namespace gateway::cli {

/// approve, send, confirm or cancel.
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
/// Of all purchase orders, or of those not received or cancelled.
[[nodiscard]] int list_purchases(const Session& session, const bool& only_open);
[[nodiscard]] int change_purchase(const Session& session, const PurchaseChange& change);
[[nodiscard]] int receive_purchase(const Session& session, const PurchaseReceipt& receipt);
[[nodiscard]] int show_why(const Session& session, const std::string& po);
/// `sku` may order again though a person cancelled its line; empty: none may.
[[nodiscard]] int run_reorder(const Session& session, const std::string& sku);

}  // namespace gateway::cli
