// SPDX-License-Identifier: MIT
#include "gateway/purchasing/purchase.h"

#include <algorithm>

#include "gateway/limits.h"
#include "purchasing/rows.h"

namespace gateway {

const char* to_string(PurchaseState state) {
  switch (state) {
    case PurchaseState::kProposed:
      return "proposed";
    case PurchaseState::kApproved:
      return "approved";
    case PurchaseState::kSent:
      return "sent";
    case PurchaseState::kPartlyReceived:
      return "partly_received";
    case PurchaseState::kReceived:
      return "received";
    case PurchaseState::kConfirmed:
      return "confirmed";
    case PurchaseState::kCancelled:
      return "cancelled";
  }
  return "unknown";
}

PurchaseState PurchaseOrder::state() const {
  if (stage == PurchaseState::kCancelled) return stage;
  const bool all = std::all_of(lines.begin(), lines.end(),
                               [](const PurchaseLine& line) { return line.open() == 0; });
  if (all && !lines.empty()) return PurchaseState::kReceived;
  const bool any = std::any_of(lines.begin(), lines.end(),
                               [](const PurchaseLine& line) { return line.received > 0; });
  return any ? PurchaseState::kPartlyReceived : stage;
}

bool PurchaseOrder::closed() const {
  const PurchaseState now = state();
  return now == PurchaseState::kReceived || now == PurchaseState::kCancelled;
}

bool is_shown(const PurchaseOrder& order, std::uint64_t newest) {
  return !order.closed() || order.number + kPurchasesShown > newest;
}

std::optional<PurchaseOrder> find_purchase(const Reader& store, std::uint64_t number) {
  return get_row<PurchaseOrder>(store, Table::kPurchaseOrders, number_key(number));
}

void scan_purchases(const Reader& store, std::uint64_t from,
                    const std::function<bool(const PurchaseOrder&)>& visit) {
  scan_rows<PurchaseOrder>(store, Table::kPurchaseOrders, number_key(from), visit);
}

}  // namespace gateway
