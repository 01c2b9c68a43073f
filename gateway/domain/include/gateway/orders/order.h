// SPDX-License-Identifier: MIT
// Customer orders: what was asked for and promised, and the stages from receipt to
// notification. For find_…(), list_…() and scan_…() see Reader in gateway/rows/store.h.
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
#include "gateway/text/calendar.h"
#include "wire/ids.h"

namespace gateway {

/// Each stage takes orders from a durable queue of its own, in the order of their
/// arrival, and puts them into the queue of the next. No stage calls another.
enum class OrderStage : std::uint8_t {
  kReceive = 1,  ///< receiver: rejects what cannot be filled
  kCheck = 2,    ///< stock checker: promises goods
  kInvoice = 3,  ///< invoicer: bills what was confirmed
  kNotify = 4,   ///< notifier: by topic, and by mail where there is an address
  kLast = kNotify,
};
inline constexpr std::array kOrderStages{OrderStage::kReceive, OrderStage::kCheck,
                                         OrderStage::kInvoice, OrderStage::kNotify};
[[nodiscard]] const char* to_string(OrderStage stage);

struct Customer {
  std::string name;     ///< may be empty
  std::string email;    ///< empty: notified on the order's topic only
  std::string address;  ///< lines, for the invoice; may be empty

  friend bool operator==(const Customer&, const Customer&) = default;
};

/// One step of an order's history.
struct OrderStep {
  std::int64_t at_ms = 0;
  std::string stage;  ///< a word of OrderStage, or ship, cancel, expire, pick, mail
  std::string text;

  friend bool operator==(const OrderStep&, const OrderStep&) = default;
};

/// Later than any date: Order::expires_ms until the clock can be believed.
inline constexpr std::int64_t kExpiryUnknownMs = kLastDatedMs;

/// A customer's order. A SKU is in it once.
struct Order {
  std::uint64_t number = 0;        ///< 1, 2, 3 ... in order of arrival
  std::string id;                  ///< given by the customer; never used again
  std::uint64_t content_hash = 0;  ///< of what was submitted, to know repeats
  Customer customer;
  OrderPolicy policy = OrderPolicy::kAllOrNothing;
  std::vector<OrderLine> lines;
  std::string currency;                         ///< ISO 4217; empty: none is known
  std::optional<OrderStage> waits_for;          ///< the stage whose queue it is in; none: in none
  OrderState decided = OrderState::kReceived;   ///< what the stages decided last
  OrderState notified = OrderState::kReceived;  ///< as the customer knows; never kShipped
  std::string reason;                           ///< why not confirmed, for the customer
  std::uint64_t invoice = 0;                    ///< its number; 0: none
  std::int64_t total_minor = 0;                 ///< of the invoice
  std::int64_t created_ms = 0;
  std::int64_t at_ms = 0;  ///< last change
  /// When unpicked goods are released; 0: never; kExpiryUnknownMs: the clock is not trusted.
  std::int64_t expires_ms = 0;
  std::uint32_t revision = 0;       ///< changes so far
  std::uint64_t closed_number = 0;  ///< 1, 2, 3 ... as orders close; 0: open
  std::vector<OrderStep> history;   ///< kOrderHistoryMax: the first and the newest

  /// The state to show: `notified`, or kShipped once everything confirmed is picked.
  [[nodiscard]] OrderState state() const;
  [[nodiscard]] bool closed() const;  ///< shipped, rejected or cancelled
  friend bool operator==(const Order&, const Order&) = default;
};

/// A quantity of one bin that is promised to one order.
struct Reservation {
  std::uint64_t order = 0;  ///< number
  wire::Sku sku;
  wire::Location location;
  wire::Quantity qty = 0;

  friend bool operator==(const Reservation&, const Reservation&) = default;
};

/// A quantity of one line that waits for goods.
struct Backorder {
  std::uint64_t order = 0;  ///< number
  wire::Sku sku;
  wire::Quantity qty = 0;
  std::string warehouse;  ///< whose position counts it; empty: never stocked anywhere

  friend bool operator==(const Backorder&, const Backorder&) = default;
};

/// By number, or by id.
[[nodiscard]] std::optional<Order> find_order(const Reader& store, std::uint64_t number);
[[nodiscard]] std::optional<Order> find_order(const Reader& store, std::string_view id);
/// Visits orders in the order of their arrival, from `from_number` on.
void scan_orders(const Reader& store, std::uint64_t from_number,
                 const std::function<bool(const Order&)>& visit);
/// Those of one order, by SKU, then location.
[[nodiscard]] std::vector<Reservation> list_reservations(const Reader& store, std::uint64_t order);
/// How many orders are in the queue of `stage`; counts no further than `most` (1 or more).
[[nodiscard]] std::uint64_t count_waiting(const Reader& store, OrderStage stage,
                                          std::uint64_t most);

}  // namespace gateway
