// SPDX-License-Identifier: MIT
#include "gateway/purchasing/purchase.h"

#include <algorithm>
#include <cassert>

#include "gateway/limits.h"
#include "purchasing/rows.h"

namespace gateway {

const PurchaseStateRule& rule_of(PurchaseState state) {
  assert(state >= PurchaseState{1} && state <= PurchaseState::kLast);
  return kPurchaseStates[static_cast<std::size_t>(state) - 1];
}

const char* to_string(PurchaseState state) {
  return rule_of(state).word;
}

PurchaseState PurchaseOrder::state() const {
  if (rule_of(stage).closed) return stage;
  const bool all = std::all_of(lines.begin(), lines.end(),
                               [](const PurchaseLine& line) { return line.open() == 0; });
  if (all && !lines.empty()) return PurchaseState::kReceived;
  const bool any = std::any_of(lines.begin(), lines.end(),
                               [](const PurchaseLine& line) { return line.received > 0; });
  return any ? PurchaseState::kPartlyReceived : stage;
}

bool is_shown(const PurchaseOrder& order, std::uint64_t newest) {
  if (order.stage == PurchaseState::kUnknown) return false;
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
