// SPDX-License-Identifier: MIT
// What the gateway shows to dashboards: retained messages, one a bin, one an
// alert, one an order, one for itself. Cleared by publishing an empty payload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wire/ids.h"
#include "wire/status.h"

namespace gateway::live {

/// Enough for each of these messages but those of orders.
inline constexpr std::size_t kLiveBytesMax = 512;

/// `P/stock/<sku>/<location>`: one bin.
struct StockMessage {
  wire::Sku sku;
  wire::Location loc;
  wire::Quantity on_hand = 0;
  wire::Quantity reserved = 0;
  wire::Quantity available = 0;
  std::uint64_t seq = 0;   ///< ledger entry that made it so
  std::int64_t at_ms = 0;  ///< wall time of that entry
};

/// `P/low/<sku>/<warehouse>`: stock is below its threshold.
struct LowMessage {
  wire::Sku sku;
  wire::Location warehouse;
  wire::Quantity available = 0;
  wire::Quantity on_order = 0;
  wire::Quantity threshold = 0;
  std::int64_t since_ms = 0;
  wire::Reference order;  ///< purchase order that answers it; empty: none yet, left out
};

/// One line of a purchase order.
struct PurchaseLineMessage {
  wire::Sku sku;
  wire::Quantity qty = 0;
  wire::Quantity received = 0;  ///< above `qty`: over-delivered
};

/// `P/po/<id>`: a purchase order and how far it is. The views are the caller's.
struct PurchaseMessage {
  wire::Reference po;
  wire::Reference supplier;
  wire::Location warehouse;
  std::string_view state;  ///< one word of at most kNameBytesMax bytes
  std::span<const PurchaseLineMessage> lines;
  std::int64_t at_ms = 0;  ///< wall time of the last change
};

inline constexpr std::size_t kPurchaseLineBytesMax = 128;
/// Enough for a purchase order of that many lines, of names.
constexpr std::size_t purchase_bytes_max(std::size_t lines) {
  return kLiveBytesMax + lines * kPurchaseLineBytesMax;
}

/// One line of a customer's order.
struct OrderLineMessage {
  wire::Sku sku;
  wire::Quantity qty = 0;
  wire::Quantity reserved = 0;  ///< promised and not picked yet
};

/// `P/order/<id>`: a customer's order and what became of it. The views are the caller's.
struct OrderMessage {
  wire::Reference order;
  std::string_view state;   ///< one word of at most kNameBytesMax bytes
  std::string_view reason;  ///< why not all of it is confirmed, for people; may be empty
  std::span<const OrderLineMessage> lines;
  wire::Reference invoice;       ///< empty: none, and it is left out with what follows
  std::int64_t total_minor = 0;  ///< of the invoice, in minor units of `currency`
  std::string_view currency;     ///< three letters; empty: not known, left out
  std::int64_t at_ms = 0;        ///< wall time of the last change
};

inline constexpr std::size_t kOrderLineBytesMax = 128;
/// Enough for an order of that many lines, of names, and a reason of that many bytes.
constexpr std::size_t order_bytes_max(std::size_t lines, std::size_t reason_bytes) {
  constexpr std::size_t kEscapedBytesMax = 6;
  return kLiveBytesMax + lines * kOrderLineBytesMax + reason_bytes * kEscapedBytesMax;
}

/// `P/gateway/state`.
struct GatewayState {
  bool online = true;
  wire::Version version;
  std::uint64_t seq = 0;  ///< last entry of the ledger
  std::int64_t started_ms = 0;
  std::uint32_t run = 0;  ///< random at each start: tells two gateways apart
};

// Each returns the part of `out` used. Errors: kTruncated (`out` is too small;
// kLiveBytesMax suffices, of an order purchase_bytes_max() or order_bytes_max()),
// kInvalidArgument (a text is not UTF-8).
[[nodiscard]] wire::Result<std::string_view> write_stock(const StockMessage& message,
                                                         std::span<char> out);
[[nodiscard]] wire::Result<std::string_view> write_low(const LowMessage& message,
                                                       std::span<char> out);
[[nodiscard]] wire::Result<std::string_view> write_purchase(const PurchaseMessage& message,
                                                            std::span<char> out);
/// A `reason` that is not UTF-8 has what is wrong replaced by U+FFFD.
[[nodiscard]] wire::Result<std::string_view> write_order(const OrderMessage& message,
                                                         std::span<char> out);
/// Also the Last Will, which is the same with `online` false.
[[nodiscard]] wire::Result<std::string_view> write_gateway_state(const GatewayState& state,
                                                                 std::span<char> out);

}  // namespace gateway::live
