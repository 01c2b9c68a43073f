// SPDX-License-Identifier: MIT
// What customers ask for, and what the stages and people do with an order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/orders/order.h"
#include "wire/ids.h"

namespace gateway {

/// A customer's order; whoever reads one checks its ranges. An id that came before: kRepeated
/// with the same content; with other content refused (key_reused), or a task where nobody
/// waits for an answer.
struct SubmitOrder {
  struct Line {
    wire::Sku sku;
    wire::Quantity qty = 1;  ///< 1 .. wire::kQuantityMax
  };
  std::string id;  ///< as wire::is_order_id()
  Customer customer;
  std::vector<Line> lines = {};            ///< at most kOrderLinesMax
  std::optional<OrderPolicy> policy = {};  ///< none: Settings::order_policy
  std::string problem = {};  ///< why it cannot be filled, where its reader knows; else empty
  bool answered = true;      ///< false: its channel cannot answer

  [[nodiscard]] std::size_t weight() const { return lines.size(); }
};

/// Lets a stage take orders from its queue, at most `orders_max`. The notifier leaves them
/// there while the outbox is full, the invoicer while the clock is not trusted: `stalled` in the
/// outcome. `changed`: orders taken.
struct StepOrders {
  OrderStage stage = OrderStage::kReceive;
  std::size_t orders_max = 64;

  static constexpr bool kOwn = true;
  [[nodiscard]] std::size_t weight() const { return orders_max; }
};
/// Cancels orders that nobody has begun to pick when their reservations expire, at most
/// `orders_max` of them; `more` in the outcome: others may be due. Gives those a time that were
/// promised while the clock was not trusted, or by a clock that was wrong. Does nothing while
/// the clock is not trusted.
struct ExpireOrders {
  std::size_t orders_max = 64;

  static constexpr bool kOwn = true;
};

enum class OrderAction : std::uint8_t {
  kShip = 1,    ///< books a pick of everything reserved, from the bins where it is reserved
  kCancel = 2,  ///< takes back every promise; not once something was picked
};
/// Refused with a problem where the order's state does not allow it.
struct ChangeOrder {
  std::string id;
  OrderAction action = OrderAction::kShip;
  std::string why;  ///< of a cancellation, at most kReasonBytesMax bytes
  wire::Operator by;
  std::string request_id;  ///< at most kMessageIdBytesMax bytes; empty: none
};

}  // namespace gateway
