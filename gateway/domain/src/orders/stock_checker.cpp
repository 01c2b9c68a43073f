// SPDX-License-Identifier: MIT
// Stock checker: reserves what is there, for all lines of an order in one decision. What is
// reserved for one order is not available to the next, so nothing is promised twice.
#include <algorithm>

#include "gateway/limits.h"
#include "orders/orders.h"
#include "orders/reservations.h"
#include "orders/stages.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

/// How much of each line can be reserved.
std::vector<wire::Quantity> stock_of(const Reader& store, const Order& order) {
  std::vector<wire::Quantity> stock;
  for (const OrderLine& line : order.lines) {
    stock.push_back(std::min(line.qty, promisable(store, line.sku)));
  }
  return stock;
}

/// What is missing, for the customer; empty: nothing.
std::string shortage(const Order& order, const std::vector<wire::Quantity>& stock) {
  std::string text;
  for (std::size_t i = 0; i < stock.size(); ++i) {
    const OrderLine& line = order.lines[i];
    if (stock[i] == line.qty) continue;
    if (!text.empty()) text += ", ";
    const std::string sku(line.sku.view());
    text += stock[i] == 0 ? sku + " not in stock"
                          : "only " + std::to_string(stock[i]) + " of " + std::to_string(line.qty) +
                                " " + sku + " in stock";
  }
  return excerpt(text, kReasonBytesMax);
}

OrderState state_of(OrderPolicy policy, bool all, bool any) {
  if (all) return OrderState::kConfirmed;
  switch (policy) {
    case OrderPolicy::kAllOrNothing:
      return OrderState::kRejected;
    case OrderPolicy::kPartial:
      return any ? OrderState::kPartlyConfirmed : OrderState::kRejected;
    case OrderPolicy::kBackorder:
      return OrderState::kBackordered;
  }
  return OrderState::kRejected;
}

void promise(BatchContext& context, Order& order, const std::vector<wire::Quantity>& stock) {
  for (std::size_t i = 0; i < stock.size(); ++i) {
    OrderLine& line = order.lines[i];
    const auto missing = line.qty - stock[i];
    PositionChanges changes(line.sku);
    reserve(context, order, line, stock[i], changes);
    if (missing > 0 && order.policy == OrderPolicy::kBackorder) {
      wait_for_goods(context, order, line, missing, changes);
    }
    changes.apply(context, {0, order.id});
  }
}

}  // namespace

void check_order(BatchContext& context, Order& order) {
  const auto stock = stock_of(context.store, order);
  order.reason = shortage(order, stock);
  const bool any = std::any_of(stock.begin(), stock.end(), [](auto qty) { return qty > 0; });
  const OrderState state = state_of(order.policy, order.reason.empty(), any);
  order.decided = state;
  if (state != OrderState::kRejected) promise(context, order, stock);
  note_step(context, order, to_string(OrderStage::kCheck),
            to_string(state) + (order.reason.empty() ? "" : ": " + order.reason));
  if (state == OrderState::kConfirmed || state == OrderState::kPartlyConfirmed) {
    confirm_order(context, order, state);
  } else {
    queue_order(context, order, OrderStage::kNotify);
  }
}

}  // namespace gateway
