// SPDX-License-Identifier: MIT
// Checks customer orders, their promises, queues and invoices.
#include <algorithm>
#include <numeric>

#include "gateway/limits.h"
#include "orders/rows.h"
#include "stock/rows.h"
#include "verify/verification.h"

namespace gateway {

namespace {

/// Sums of rows by order_line_key(order, SKU).
using Sums = std::map<std::string, wire::Quantity>;

wire::Quantity take(Sums& sums, std::uint64_t order, const wire::Sku& sku) {
  const auto found = sums.extract(order_line_key(order, sku.view()));
  return found.empty() ? 0 : found.mapped();
}

Sums sum_reservations(Verification& run) {
  Sums sums;
  run.each<Reservation>(Table::kReservations, [&](std::string_view key, const Reservation& row) {
    const auto sku = row.sku.view();
    const auto location = row.location.view();
    if (key != reservation_key(row.order, sku, location) || row.qty < 1) {
      run.problem("a reservation of " + std::string(sku) + " is not as it is stored");
    }
    sums[order_line_key(row.order, sku)] += row.qty;
    run.bin_reserved[pair_key(sku, location)] += row.qty;
    run.reserved[pair_key(sku, wire::warehouse_of(location))] += row.qty;
  });
  return sums;
}

Sums sum_backorders(Verification& run) {
  Sums sums;
  std::uint64_t rows = 0;
  run.each<Backorder>(Table::kBackorders, [&](std::string_view key, const Backorder& row) {
    const auto sku = row.sku.view();
    if (key != backorder_key(sku, row.order) || row.qty < 1) {
      run.problem("a backorder of " + std::string(sku) + " is not as it is stored");
    }
    ++rows;
    sums[order_line_key(row.order, sku)] += row.qty;
    if (!row.warehouse.empty()) {
      run.backordered[pair_key(sku, row.warehouse)] += row.qty;
    }
  });
  if (rows != run.counters.backorders) run.problem("the backorders are not as many as counted");
  return sums;
}

/// Whether the decision fits the order's policy and its lines.
bool decision_fits(const Order& order) {
  const auto covered = [](const OrderLine& line) { return line.confirmed == line.qty; };
  const bool all = std::all_of(order.lines.begin(), order.lines.end(), covered);
  const auto held = std::accumulate(
      order.lines.begin(), order.lines.end(), wire::Quantity{0},
      [](auto sum, const OrderLine& line) { return sum + line.reserved() + line.backordered; });
  const bool waits = std::any_of(order.lines.begin(), order.lines.end(),
                                 [](const OrderLine& line) { return line.backordered > 0; });
  switch (order.decided) {
    case OrderState::kConfirmed:
      return all && !waits;
    case OrderState::kPartlyConfirmed:
      return order.policy == OrderPolicy::kPartial && !all && !waits;
    case OrderState::kBackordered:
      return order.policy == OrderPolicy::kBackorder && waits;
    case OrderState::kReceived:
    case OrderState::kRejected:
    case OrderState::kCancelled:
      return held == 0;
    case OrderState::kShipped:
      return false;  // follows from what was picked: never decided
  }
  return false;
}

bool queue_fits(const Verification& run, const Order& order) {
  const bool told = order.notified == order.decided && order.decided != OrderState::kReceived;
  if (told == order.waits_for.has_value()) return false;
  if (order.expires_ms != 0 &&
      !run.store.get(Table::kOrderQueues, expiry_key(order.expires_ms, order.number))) {
    return false;
  }
  if (!order.waits_for) return true;
  return run.store.get(Table::kOrderQueues, stage_key(*order.waits_for, order.number)).has_value();
}

bool closing_fits(const Verification& run, const Order& order) {
  if (run.store.get(Table::kOrderQueues, open_key(order.number)).has_value() == order.closed()) {
    return false;
  }
  if (!order.closed()) return order.closed_number == 0;
  const bool shown = order.closed_number + kClosedOrdersShown > run.counters.closed_orders;
  const auto row =
      get_row<NumberRow>(run.store, Table::kOrderQueues, closed_key(order.closed_number));
  return order.closed_number != 0 && order.expires_ms == 0 && row.has_value() == shown &&
         (!row || row->number == order.number);
}

/// A confirmed order has one invoice, cancelled with it; any other has none.
bool invoice_fits(const Verification& run, const Order& order) {
  const bool confirmed =
      order.decided == OrderState::kConfirmed || order.decided == OrderState::kPartlyConfirmed;
  if (order.invoice == 0) return !confirmed || order.waits_for == OrderStage::kInvoice;
  const auto invoice = find_invoice(run.store, order.invoice);
  const bool cancelled = order.decided == OrderState::kCancelled;
  return invoice && invoice->order == order.id && invoice->total_minor() == order.total_minor &&
         (invoice->cancelled_ms != 0) == cancelled && (confirmed || cancelled);
}

void check_lines(Verification& run, const Order& order, Sums& reserved, Sums& backordered) {
  std::set<std::string_view> skus;
  for (const OrderLine& line : order.lines) {
    const std::string name = "order " + order.id + ", " + std::string(line.sku.view());
    if (!skus.insert(line.sku.view()).second) run.problem(name + " is in it twice");
    if (line.reserved() != take(reserved, order.number, line.sku)) {
      run.problem(name + ": reserved is not what its reservations sum to");
    }
    if (line.backordered != take(backordered, order.number, line.sku)) {
      run.problem(name + ": backordered is not what waits for goods");
    }
    if (line.picked != take(run.ledger.picks, order.number, line.sku)) {
      run.problem(name + ": picked is not what its ledger entries sum to");
    }
  }
}

void check_order(Verification& run, const Order& order, Sums& reserved, Sums& backordered) {
  const std::string name = "order " + order.id;
  check_lines(run, order, reserved, backordered);
  const auto by_id = get_row<NumberRow>(run.store, Table::kOrderIds, order.id);
  if (!by_id || by_id->number != order.number) run.problem(name + " is not found by its name");
  if (!decision_fits(order)) run.problem(name + ": its state and its promises differ");
  if (!queue_fits(run, order)) run.problem(name + ": it does not wait where it says");
  if (!closing_fits(run, order)) run.problem(name + ": it is not shown as long as it should be");
  if (!invoice_fits(run, order)) run.problem(name + ": its invoice does not belong to it");
}

void check_queues(Verification& run) {
  run.each<NumberRow>(Table::kOrderQueues, [&](std::string_view key, const NumberRow& row) {
    const auto order = find_order(run.store, row.number);
    const bool fits =
        order && ((order->waits_for && key == stage_key(*order->waits_for, order->number)) ||
                  (order->expires_ms != 0 && key == expiry_key(order->expires_ms, order->number)) ||
                  (order->closed_number == 0 && key == open_key(order->number)) ||
                  (order->closed_number != 0 && key == closed_key(order->closed_number)));
    if (!fits) run.problem("a queue names an order that is not in it");
  });
}

/// No order may wait for goods that are free.
void check_backorders_waited(Verification& run, const Sums& backordered) {
  std::map<std::string, wire::Quantity> free;
  run.each<Bin>(Table::kBins, [&](std::string_view, const Bin& bin) {
    if (wire::is_virtual_location(bin.location.view())) return;
    free[std::string(bin.sku.view())] += bin.on_hand - bin.reserved;
  });
  std::set<std::string> waiting;
  for (const auto& [key, qty] : backordered) waiting.insert(key.substr(number_key(0).size()));
  for (const auto& sku : waiting) {
    if (free[sku] > 0) run.problem(sku + " is in stock, and an order waits for it");
  }
}

/// An invoice whose number alone is known.
void check_unknown(Verification& run, const Invoice& invoice) {
  Invoice bare;
  bare.number = invoice.number;
  bare.restored_ms = invoice.restored_ms;
  if (invoice != bare) run.problem(invoice_id(invoice.number) + " is unknown, and yet has content");
}

}  // namespace

void verify_orders(Verification& run) {
  Sums reserved = sum_reservations(run);
  Sums backordered = sum_backorders(run);
  check_backorders_waited(run, backordered);
  run.each_numbered<Order>(
      Table::kOrders, "orders", &Order::number, run.counters.order,
      [&](const Order& order) { check_order(run, order, reserved, backordered); });
  for (const Sums* left : {&reserved, &backordered, &run.ledger.picks}) {
    if (std::any_of(left->begin(), left->end(),
                    [](const auto& each) { return each.second != 0; })) {
      run.problem("goods are promised to, or picked for, an order that is not there");
    }
  }
  check_queues(run);
  std::uint64_t ids = 0;
  run.each<NumberRow>(Table::kOrderIds, [&](std::string_view, const NumberRow&) { ++ids; });
  if (ids != run.counters.order) run.problem("the orders' names are not as many as the orders");
  run.report.checked.emplace_back("invoices");
  run.each_numbered<Invoice>(Table::kInvoices, "invoices", &Invoice::number, run.counters.invoice,
                             [&](const Invoice& invoice) {
                               if (invoice.restored_ms != 0) return check_unknown(run, invoice);
                               const auto order = find_order(run.store, invoice.order);
                               if (order && order->invoice == invoice.number) return;
                               run.problem(invoice_id(invoice.number) + " belongs to no order");
                             });
}

}  // namespace gateway
