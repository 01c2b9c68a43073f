// SPDX-License-Identifier: MIT
// What the gateway shows to dashboards: retained messages, one a bin, one an
// alert, one a purchase order, one for itself. Cleared by publishing an empty payload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wire/ids.h"
#include "wire/status.h"

namespace wire {

/// Enough for each of these messages but a purchase order.
inline constexpr std::size_t kLiveBytesMax = 512;

/// `P/stock/<sku>/<location>`: one bin.
struct StockMessage {
  Sku sku;
  Location loc;
  Quantity on_hand = 0;
  Quantity reserved = 0;
  Quantity available = 0;
  std::uint64_t seq = 0;   ///< ledger entry that made it so
  std::int64_t at_ms = 0;  ///< wall time of that entry
};

/// `P/low/<sku>/<warehouse>`: stock is below its threshold.
struct LowMessage {
  Sku sku;
  Location warehouse;
  Quantity available = 0;
  Quantity on_order = 0;
  Quantity threshold = 0;
  std::int64_t since_ms = 0;
  Reference order;  ///< purchase order that answers it; empty: none yet, left out
};

/// One line of a purchase order.
struct PurchaseLineMessage {
  Sku sku;
  Quantity qty = 0;
  Quantity received = 0;  ///< above `qty`: over-delivered
};

/// `P/po/<id>`: a purchase order and how far it is. The views are the caller's.
struct PurchaseMessage {
  Reference po;
  Reference supplier;
  Location warehouse;
  std::string_view state;  ///< one word of at most kNameBytesMax bytes
  std::span<const PurchaseLineMessage> lines;
  std::int64_t at_ms = 0;  ///< wall time of the last change
};

inline constexpr std::size_t kPurchaseLineBytesMax = 128;
/// Enough for a purchase order of that many lines, of names.
constexpr std::size_t purchase_bytes_max(std::size_t lines) {
  return kLiveBytesMax + lines * kPurchaseLineBytesMax;
}

/// `P/gateway/state`.
struct GatewayState {
  bool online = true;
  Version version;
  std::uint64_t seq = 0;  ///< last entry of the ledger
  std::int64_t started_ms = 0;
  std::uint32_t run = 0;  ///< random at each start: tells two gateways apart
};

// Each returns the part of `out` used. Errors: kTruncated (`out` is too small;
// kLiveBytesMax suffices, of a purchase order purchase_bytes_max()),
// kInvalidArgument (a text is not UTF-8).
[[nodiscard]] Result<std::string_view> write_stock(const StockMessage& message,
                                                   std::span<char> out);
[[nodiscard]] Result<std::string_view> write_low(const LowMessage& message, std::span<char> out);
[[nodiscard]] Result<std::string_view> write_purchase(const PurchaseMessage& message,
                                                      std::span<char> out);
/// Also the Last Will, which is the same with `online` false.
[[nodiscard]] Result<std::string_view> write_gateway_state(const GatewayState& state,
                                                           std::span<char> out);

}  // namespace wire
