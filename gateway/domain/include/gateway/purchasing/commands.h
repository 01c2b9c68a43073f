// SPDX-License-Identifier: MIT
// What the sweep and people do with purchase orders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/ids.h"

namespace gateway {

/// The periodic look at every position; also on demand. With a SKU, positions of it
/// whose line a person had cancelled may order again.
/// A large warehouse is swept in slices, so that scans are booked between them.
struct RunSweep {
  std::optional<wire::Sku> resume;
  std::string from = {};  ///< `next` of the slice before; empty: from the start
  std::size_t positions_max = ~std::size_t{0};  ///< looked at in this slice

  static constexpr bool kOwn = true;
};

enum class PurchaseAction : std::uint8_t {
  kApprove = 1,  ///< a proposed order goes out
  kSend = 2,     ///< its mail goes out now, or once more
  kConfirm = 3,  ///< the supplier has promised it
  kCancel = 4,   ///< nothing more is expected of it
};
struct ChangePurchase {
  std::uint64_t number = 0;
  PurchaseAction action = PurchaseAction::kApprove;
  std::string why;  ///< of a cancellation, at most kReasonBytesMax bytes
  std::string request_id;
};

/// Goods of an order arrived: movements by hand that name it.
struct ReceivePurchase {
  struct Line {
    wire::Sku sku;
    wire::Quantity qty = 0;
  };
  std::uint64_t number = 0;
  std::vector<Line> lines;  ///< empty: everything that is open
  wire::Location to;        ///< empty: the order's warehouse
  wire::Operator by;
  std::string request_id;
};

}  // namespace gateway
