// SPDX-License-Identifier: MIT
// Customer orders: what customers asked for, what was promised to them from stock,
// and the queues that carry an order from receipt to notification.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/outbox/notice.h"
#include "gateway/rows/settings.h"
#include "gateway/rows/store.h"
#include "wire/ids.h"

namespace gateway {

/// Each stage takes orders from a durable queue of its own, in the order of their
/// arrival, and puts them into that of the next. No stage calls another.
enum class OrderStage : std::uint8_t {
  kReceive = 1,  ///< receiver: is it an order that can be filled?
  kCheck = 2,    ///< stock checker: promises goods
  kInvoice = 3,  ///< invoicer: of what was confirmed
  kNotify = 4,   ///< notifier: tells the customer
};
inline constexpr std::array kOrderStages{OrderStage::kReceive, OrderStage::kCheck,
                                         OrderStage::kInvoice, OrderStage::kNotify};
[[nodiscard]] const char* to_string(OrderStage stage);

struct Customer {
  std::string name;     ///< may be empty
  std::string email;    ///< empty: told on the order's topic only
  std::string address;  ///< lines for the invoice; may be empty

  friend bool operator==(const Customer&, const Customer&) = default;
};

/// One step of an order's history.
struct OrderStep {
  std::int64_t at_ms = 0;
  std::string stage;  ///< of OrderStage, or ship, cancel, expire, pick, mail
  std::string text;

  friend bool operator==(const OrderStep&, const OrderStep&) = default;
};

/// A customer's order. A SKU is in it once.
struct Order {
  std::uint64_t number = 0;  ///< of its arrival: 1, 2, 3 ...
  std::string id;            ///< the customer's, a name; unique for ever
  std::uint64_t content_hash = 0;
  Customer customer;
  OrderPolicy policy = OrderPolicy::kAllOrNothing;
  std::vector<OrderLine> lines;
  std::string currency;                 ///< ISO 4217; empty: none is known
  std::optional<OrderStage> waits_for;  ///< the queue it is in; none: nothing to do
  OrderState decided = OrderState::kReceived;
  OrderState notified = OrderState::kReceived;  ///< the customer knows; never kShipped
  std::string reason;                           ///< why not confirmed, for the customer
  std::uint64_t invoice = 0;                    ///< its number; 0: none
  std::int64_t total_minor = 0;                 ///< of the invoice
  std::int64_t created_ms = 0;
  std::int64_t at_ms = 0;           ///< last change
  std::int64_t expires_ms = 0;      ///< its reservations, unless something was picked; 0: never
  std::uint32_t revision = 0;       ///< changes so far
  std::uint64_t closed_number = 0;  ///< in the order in which orders were closed; 0: open
  std::vector<OrderStep> history;   ///< the first and the newest kOrderHistoryMax

  /// What the world is shown: what the customer was told, and shipped when that is done.
  [[nodiscard]] OrderState state() const;
  [[nodiscard]] bool closed() const;  ///< shipped, rejected or cancelled
  friend bool operator==(const Order&, const Order&) = default;
};

/// So much of one bin is promised to one order.
struct Reservation {
  std::uint64_t order = 0;  ///< number
  wire::Sku sku;
  wire::Location location;
  wire::Quantity qty = 0;

  friend bool operator==(const Reservation&, const Reservation&) = default;
};

/// A line that waits for goods.
struct Backorder {
  std::uint64_t order = 0;  ///< number
  wire::Sku sku;
  wire::Quantity qty = 0;
  std::string warehouse;  ///< whose position counts it; empty: the item was never stocked

  friend bool operator==(const Backorder&, const Backorder&) = default;
};

[[nodiscard]] std::optional<Order> find_order(const Reader& store, std::uint64_t number);
[[nodiscard]] std::optional<Order> find_order(const Reader& store, std::string_view id);
/// In the order of their arrival, from `from_number` on, until the visitor returns false.
void scan_orders(const Reader& store, std::uint64_t from_number,
                 const std::function<bool(const Order&)>& visit);
[[nodiscard]] std::vector<Reservation> list_reservations(const Reader& store, std::uint64_t order);
/// How many orders wait for a stage; counts to `most` and no further.
[[nodiscard]] std::uint64_t count_waiting(const Reader& store, OrderStage stage,
                                          std::uint64_t most);

}  // namespace gateway
