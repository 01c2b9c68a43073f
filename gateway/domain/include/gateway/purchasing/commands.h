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

/// Assesses positions, periodically and on demand. A large warehouse is swept in slices, so
/// that scans are booked between them; the last slice also approves proposed purchase orders.
struct RunSweep {
  std::optional<wire::Sku> resume;  ///< may order again though a person cancelled its line
  std::string from = {};            ///< Outcome::next of the slice before; empty: from the start
  std::size_t positions_max = ~std::size_t{0};  ///< assessed in this slice

  static constexpr bool kOwn = true;
};

enum class PurchaseAction : std::uint8_t {
  kApprove = 1,  ///< sends a proposed purchase order out
  kSend = 2,     ///< has its mail tried at once, or sent once more; approves a proposed one
  kConfirm = 3,  ///< the supplier has promised it: no mail goes out any more
  kCancel = 4,   ///< nothing more is expected of it
};
/// Refused with a problem where the purchase order's state does not allow it.
struct ChangePurchase {
  std::uint64_t number = 0;  ///< of the purchase order
  PurchaseAction action = PurchaseAction::kApprove;
  std::string why;         ///< of a cancellation; its first kReasonBytesMax bytes are kept
  std::string request_id;  ///< at most kMessageIdBytesMax bytes; empty: none
};

/// Goods of a purchase order arrived: booked as movements by hand that name it, all or none.
struct ReceivePurchase {
  struct Line {
    wire::Sku sku;
    wire::Quantity qty = 0;  ///< 1 .. kThresholdMax, else refused
  };
  std::uint64_t number = 0;  ///< of the purchase order
  std::vector<Line> lines;   ///< empty: everything that is open
  wire::Location to;         ///< empty: the purchase order's warehouse
  wire::Operator by;
  std::string request_id;  ///< as above
};

}  // namespace gateway
