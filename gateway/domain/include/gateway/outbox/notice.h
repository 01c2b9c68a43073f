// SPDX-License-Identifier: MIT
// A customer's order as the customer sees it: its state and its lines, as a mail states them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/ids.h"

namespace gateway {

enum class OrderState : std::uint8_t {
  kReceived = 1,         ///< the customer was not notified yet
  kConfirmed = 2,        ///< everything is reserved
  kPartlyConfirmed = 3,  ///< a part is reserved, and the rest will not be
  kBackordered = 4,      ///< something waits for goods
  kRejected = 5,         ///< nothing is promised; the reason says why
  kShipped = 6,          ///< everything promised was picked
  kCancelled = 7,        ///< by a person, or because nobody picked it in time
  kLast = kCancelled,
};
[[nodiscard]] const char* to_string(OrderState state);

/// What the catalogue said of an item when its order was received. Lines of the order, of
/// its mails and of its invoice keep it, whatever becomes of the item.
struct FrozenItem {
  std::string name;
  std::string unit;

  friend bool operator==(const FrozenItem&, const FrozenItem&) = default;
};

struct OrderLine : FrozenItem {
  wire::Sku sku;
  wire::Quantity qty = 0;  ///< ordered
  // Frozen as well:
  std::optional<std::int64_t> price_minor;  ///< net, per base unit; none: the item has no price
  std::uint32_t tax_percent = 0;
  // What became of it:
  wire::Quantity confirmed = 0;    ///< reserved, or picked already
  wire::Quantity backordered = 0;  ///< waits for goods
  wire::Quantity picked = 0;       ///< more than confirmed: more was taken

  /// Promised and still in the warehouse: the sum of the line's reservations.
  [[nodiscard]] wire::Quantity reserved() const {
    return confirmed > picked ? confirmed - picked : 0;
  }
  friend bool operator==(const OrderLine&, const OrderLine&) = default;
};

/// What a mail to a customer says: frozen, so that a repeated mail says the same.
struct OrderNotice {
  std::string order;  ///< id
  OrderState state = OrderState::kReceived;
  std::string reason;  ///< why not confirmed, or cancelled; may be empty
  std::vector<OrderLine> lines;
  std::uint64_t invoice = 0;  ///< number of the one that goes with it; 0: none

  friend bool operator==(const OrderNotice&, const OrderNotice&) = default;
};

/// Subject of the mail, in English. Pure.
[[nodiscard]] std::string order_subject(const OrderNotice& notice);

}  // namespace gateway
