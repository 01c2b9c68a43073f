// SPDX-License-Identifier: MIT
// What was ordered from suppliers, and why. For find_…() and scan_…() see gateway/rows/store.h.
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
  kProposed = 1,        ///< lines may be added until it is approved
  kApproved = 2,        ///< on its way to the supplier: see the outbox
  kSent = 3,            ///< the supplier's mail server, or the upstream server, has it
  kPartlyReceived = 4,  ///< some goods are in
  kReceived = 5,        ///< all goods are in
  kConfirmed = 6,       ///< the supplier has promised it
  kCancelled = 7,       ///< nothing more is expected of it
  kInDoubt = 8,         ///< the store was restored before it was sent: a person says whether the
                        ///< supplier has it (confirm) or not (send)
  kUnknown = 9,         ///< its number was given out before the store was restored; at_ms: when
                        ///< that was said. Nothing else is known of it
  kLast = kUnknown,
};

/// What a state means.
struct PurchaseStateRule {
  PurchaseState state;
  const char* word;
  bool by_goods;     ///< reached by receiving goods; else people and mail set it
  bool takes_goods;  ///< goods that arrive are counted for it
  bool closed;       ///< nothing more is expected of it
};
/// One per state, in the order of their values, which begin at 1.
inline constexpr auto kPurchaseStates = std::to_array<PurchaseStateRule>({
    {PurchaseState::kProposed, "proposed", false, false, false},
    {PurchaseState::kApproved, "approved", false, true, false},
    {PurchaseState::kSent, "sent", false, true, false},
    {PurchaseState::kPartlyReceived, "partly_received", true, true, false},
    {PurchaseState::kReceived, "received", true, true, true},
    {PurchaseState::kConfirmed, "confirmed", false, true, false},
    {PurchaseState::kCancelled, "cancelled", false, false, true},
    {PurchaseState::kInDoubt, "in_doubt", false, true, false},
    {PurchaseState::kUnknown, "unknown", false, false, true},
});

static_assert([] {
  for (std::size_t i = 0; i < kPurchaseStates.size(); ++i) {
    if (static_cast<std::size_t>(kPurchaseStates[i].state) != i + 1) return false;
  }
  return kPurchaseStates.back().state == PurchaseState::kLast;
}());

/// `state` must be one of the enumeration (asserted).
[[nodiscard]] const PurchaseStateRule& rule_of(PurchaseState state);
[[nodiscard]] const char* to_string(PurchaseState state);

/// Everything that the supplier reads is copied here when the line is made, and then frozen,
/// so that a repeated mail says the same. Quantities are in base units.
struct PurchaseLine {
  wire::Sku sku;
  std::string name;
  std::string gtin;  ///< GTIN-14 of the base unit; empty: none known
  std::string unit;
  wire::Quantity qty = 0;
  wire::Quantity received = 0;  ///< above qty: over-delivered
  // The figures that the decision was made on:
  std::uint32_t cycle = 0;
  wire::Quantity on_hand = 0;
  wire::Quantity reserved = 0;
  wire::Quantity backordered = 0;
  wire::Quantity on_order = 0;
  std::int64_t threshold = 0;
  bool threshold_default = false;  ///< the item has none: Settings::default_threshold
  std::int64_t order_up_to = 0;
  bool order_up_to_default = false;  ///< the item has none: 2 x threshold
  std::int64_t moq = 1;
  std::int64_t pack_multiple = 1;
  std::uint64_t ledger_seq = 0;  ///< the entry that crossed the threshold; 0: none did
  std::string order;             ///< id of the customer's order that did; neither: the sweep
  std::int64_t at_ms = 0;        ///< when it was decided

  [[nodiscard]] wire::Quantity open() const { return qty > received ? qty - received : 0; }
  friend bool operator==(const PurchaseLine&, const PurchaseLine&) = default;
};

/// The arithmetic behind a line in one English sentence for a buyer. Pure.
[[nodiscard]] std::string explain(const PurchaseLine& line);

/// One purchase order, to one supplier for one warehouse. No SKU is in it twice.
struct PurchaseOrder {
  std::uint64_t number = 0;  ///< shown as PO-000017
  std::string supplier;
  std::string warehouse;
  /// The state set by people and mail, never kPartlyReceived or kReceived: state() adds what
  /// was received.
  PurchaseState stage = PurchaseState::kProposed;
  std::vector<PurchaseLine> lines;
  std::int64_t created_ms = 0;
  std::int64_t at_ms = 0;     ///< last change
  std::int64_t sent_ms = 0;   ///< when the supplier first had it; 0: not yet
  std::uint64_t task_id = 0;  ///< the task that says it cannot be sent; 0: none
  std::uint64_t mail = 0;     ///< outbox row of its mail; 0: none waits
  std::uint64_t post = 0;     ///< outbox row for the upstream server; 0: none waits
  std::uint32_t mails = 0;    ///< mails made so far
  std::string why;            ///< of a cancellation, by a person

  [[nodiscard]] PurchaseState state() const;
  [[nodiscard]] bool closed() const { return rule_of(state()).closed; }
  friend bool operator==(const PurchaseOrder&, const PurchaseOrder&) = default;
};

/// Whether dashboards show `order`: it is not closed, or known and among the newest
/// kPurchasesShown. `newest` is the last number that was given out.
[[nodiscard]] bool is_shown(const PurchaseOrder& order, std::uint64_t newest);

[[nodiscard]] std::optional<PurchaseOrder> find_purchase(const Reader& store, std::uint64_t number);
/// In the order of their numbers.
void scan_purchases(const Reader& store, std::uint64_t from,
                    const std::function<bool(const PurchaseOrder&)>& visit);

/// Subject of the mail to the supplier, German for "de", else English. `repeated`: says that it
/// is sent again and not to be delivered twice. Pure.
[[nodiscard]] std::string purchase_subject(const PurchaseOrder& order, std::string_view language,
                                           bool repeated);

}  // namespace gateway
