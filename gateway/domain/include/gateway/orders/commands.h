// SPDX-License-Identifier: MIT
// What customers ask for, what the stages do and what a person does with an order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/orders/order.h"
#include "wire/ids.h"

namespace gateway {

/// An order of a customer; whoever reads one checks its ranges. Same id and content:
/// repeated; same id, other content: refused, or a task where nobody waits for
/// an answer.
struct SubmitOrder {
  struct Line {
    wire::Sku sku;
    wire::Quantity qty = 1;  ///< 1 .. wire::kQuantityMax
  };
  std::string id;  ///< a name
  Customer customer;
  std::vector<Line> lines = {};            ///< kOrderLinesMax at most
  std::optional<OrderPolicy> policy = {};  ///< none: the gateway's
  std::string problem = {};  ///< why it cannot be filled, if that is known; else empty
  bool answered = true;      ///< false: the door has no way to answer

  [[nodiscard]] std::size_t weight() const { return lines.size(); }
};

/// Lets a stage take orders from its queue. A stage that can do nothing now (the outbox is
/// full) leaves them there: `stalled` in the outcome.
struct StepOrders {
  OrderStage stage = OrderStage::kReceive;
  std::size_t orders_max = 64;

  static constexpr bool kOwn = true;
  [[nodiscard]] std::size_t weight() const { return orders_max; }
};
/// Cancels orders whose reservations are too old.
struct ExpireOrders {
  std::size_t orders_max = 64;

  static constexpr bool kOwn = true;
};

enum class OrderAction : std::uint8_t {
  kShip = 1,    ///< everything reserved is picked, where it is reserved
  kCancel = 2,  ///< nothing is promised any more
};
struct ChangeOrder {
  std::string id;
  OrderAction action = OrderAction::kShip;
  std::string why;  ///< of a cancellation, at most kReasonBytesMax bytes
  wire::Operator by;
  std::string request_id;
};

}  // namespace gateway
