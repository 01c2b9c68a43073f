// SPDX-License-Identifier: MIT
// Purchase orders: what was ordered from suppliers, and why.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/rows/store.h"
#include "gateway/text/numbered_id.h"
#include "wire/ids.h"

namespace gateway {

enum class PurchaseState : std::uint8_t {
  kProposed = 1,        ///< lines may still join until it is approved
  kApproved = 2,        ///< on its way to the supplier: see the outbox
  kSent = 3,            ///< the supplier's mail server, or the upstream server, has it
  kPartlyReceived = 4,  ///< some goods are in
  kReceived = 5,        ///< all goods are in
  kConfirmed = 6,       ///< the supplier has promised it
  kCancelled = 7,       ///< nothing more is expected of it
};

/// What a state means: the one place that knows it.
struct PurchaseStateRule {
  PurchaseState state;
  const char* word;
  bool by_goods;     ///< goods bring an order there; else people and mail do
  bool takes_goods;  ///< goods that come belong to it
  bool closed;       ///< it does not change by itself any more
};
/// By value of the state, from 1 on.
inline constexpr auto kPurchaseStates = std::to_array<PurchaseStateRule>({
    {PurchaseState::kProposed, "proposed", false, false, false},
    {PurchaseState::kApproved, "approved", false, true, false},
    {PurchaseState::kSent, "sent", false, true, false},
    {PurchaseState::kPartlyReceived, "partly_received", true, true, false},
    {PurchaseState::kReceived, "received", true, true, true},
    {PurchaseState::kConfirmed, "confirmed", false, true, false},
    {PurchaseState::kCancelled, "cancelled", false, false, true},
});

static_assert([] {
  for (std::size_t i = 0; i < kPurchaseStates.size(); ++i) {
    if (static_cast<std::size_t>(kPurchaseStates[i].state) != i + 1) return false;
  }
  return true;
}());

/// Of a value that is none, as damage makes it: one that fits no order.
[[nodiscard]] const PurchaseStateRule& rule_of(PurchaseState state);
[[nodiscard]] const char* to_string(PurchaseState state);

/// Everything the supplier has to read is frozen here when the line is made, so
/// that a repeated mail says the same.
struct PurchaseLine {
  wire::Sku sku;
  std::string name;
  std::string gtin;  ///< GTIN-14 of the base unit, empty: none known
  std::string unit;
  wire::Quantity qty = 0;
  wire::Quantity received = 0;  ///< above qty: over-delivered
  // Why: the figures the decision was made on.
  std::uint32_t cycle = 0;
  wire::Quantity on_hand = 0;
  wire::Quantity reserved = 0;
  wire::Quantity backordered = 0;
  wire::Quantity on_order = 0;
  std::int64_t threshold = 0;
  bool threshold_default = false;  ///< the item had none of its own
  std::int64_t order_up_to = 0;
  bool order_up_to_default = false;  ///< the item had none: 2 x threshold
  std::int64_t moq = 1;
  std::int64_t pack_multiple = 1;
  std::uint64_t ledger_seq = 0;  ///< entry that crossed; 0: none did
  std::string order;             ///< customer's order that crossed; with neither: the sweep
  std::int64_t at_ms = 0;        ///< when it was decided

  [[nodiscard]] wire::Quantity open() const { return qty > received ? qty - received : 0; }
  friend bool operator==(const PurchaseLine&, const PurchaseLine&) = default;
};

/// The arithmetic behind a line in one sentence for a buyer, from what is frozen in it.
[[nodiscard]] std::string explain(const PurchaseLine& line);

/// One order to one supplier for one warehouse. A SKU is in it once.
struct PurchaseOrder {
  std::uint64_t number = 0;  ///< shown as PO-000017
  std::string supplier;
  std::string warehouse;
  /// How far people and mail have brought it; what was received comes on top, see
  /// state(). Never kPartlyReceived or kReceived.
  PurchaseState stage = PurchaseState::kProposed;
  std::vector<PurchaseLine> lines;
  std::int64_t created_ms = 0;
  std::int64_t at_ms = 0;     ///< last change
  std::int64_t sent_ms = 0;   ///< first time the supplier got it; 0: not yet
  std::uint64_t task_id = 0;  ///< told a person that it cannot be sent; 0: not
  std::uint64_t mail = 0;     ///< outbox row that carries it; 0: none waits
  std::uint64_t post = 0;     ///< outbox row to the upstream server; 0: none waits
  std::uint32_t mails = 0;    ///< mails made of it so far
  std::string why;            ///< of a cancellation, by a person

  [[nodiscard]] PurchaseState state() const;
  [[nodiscard]] bool closed() const { return rule_of(state()).closed; }
  friend bool operator==(const PurchaseOrder&, const PurchaseOrder&) = default;
};

/// Orders that dashboards are shown: every one that is not closed, and the newest
/// kPurchasesShown. `newest` is the number last given out.
[[nodiscard]] bool is_shown(const PurchaseOrder& order, std::uint64_t newest);

[[nodiscard]] std::optional<PurchaseOrder> find_purchase(const Reader& store, std::uint64_t number);
void scan_purchases(const Reader& store, std::uint64_t from,
                    const std::function<bool(const PurchaseOrder&)>& visit);

/// Subject of the mail to the supplier, frozen with its outbox row. `repeated`: the supplier
/// may have it already, and must not deliver twice.
[[nodiscard]] std::string purchase_subject(const PurchaseOrder& order, std::string_view language,
                                           bool repeated);

}  // namespace gateway
