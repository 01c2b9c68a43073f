// SPDX-License-Identifier: MIT
// Receiver: rejects orders that cannot be filled or invoiced. Copies into the lines what the
// catalogue says of them, so that a later change of a price does not change the order.
#include "gateway/catalogue/catalogue.h"
#include "gateway/limits.h"
#include "orders/orders.h"
#include "orders/stages.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

/// Fills in what the catalogue says. Returns what is wrong with the line; empty: nothing.
std::string complete_line(const BatchContext& context, Order& order, OrderLine& line) {
  const std::string sku(line.sku.view());
  const auto item = find_item(context.store, sku);
  if (!item) return sku + " is not in the catalogue";
  if (line.qty > wire::kQuantityMax) {
    return sku + ": at most " + std::to_string(wire::kQuantityMax) + " in one order";
  }
  line.name = item->name;
  line.unit = item->unit;
  line.price_minor = item->price_minor;
  line.tax_percent = item->tax_percent.value_or(0);
  if (!item->price_minor || item->currency.empty()) return {};
  if (order.currency.empty()) order.currency = item->currency;
  if (order.currency == item->currency) return {};
  return sku + " is priced in " + item->currency + ", the order is in " + order.currency;
}

/// Whether the order's net sum is at most kMoneyMax.
bool affordable(const Order& order) {
  std::int64_t left = kMoneyMax;
  for (const OrderLine& line : order.lines) {
    const auto price = line.price_minor.value_or(0);
    if (price > left / line.qty) return false;
    left -= price * line.qty;
  }
  return true;
}

std::string problem_of(const BatchContext& context, Order& order) {
  if (!order.reason.empty()) return order.reason;  // its channel reported it
  if (order.lines.empty()) return "it has no lines";
  order.currency = context.settings.company.currency;
  std::string problems;
  for (OrderLine& line : order.lines) {
    const auto problem = complete_line(context, order, line);
    if (!problem.empty()) problems += (problems.empty() ? "" : ", ") + problem;
  }
  if (problems.empty() && !affordable(order)) return "the amount is too large for one order";
  return problems;
}

}  // namespace

void receive_order(BatchContext& context, Order& order) {
  order.reason = excerpt(problem_of(context, order), kReasonBytesMax);
  const char* const stage = to_string(OrderStage::kReceive);
  if (!order.reason.empty()) {
    order.decided = OrderState::kRejected;
    note_step(context, order, stage, "rejected: " + order.reason);
    queue_order(context, order, OrderStage::kNotify);
    return;
  }
  const auto lines = order.lines.size();
  note_step(context, order, stage,
            "accepted: " + std::to_string(lines) + (lines == 1 ? " line" : " lines"));
  queue_order(context, order, OrderStage::kCheck);
}

}  // namespace gateway
