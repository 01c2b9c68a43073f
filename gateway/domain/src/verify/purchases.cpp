// SPDX-License-Identifier: MIT
// Checks purchase orders, positions, and the outbox.
#include <algorithm>

#include "gateway/limits.h"
#include "gateway/orders/order.h"
#include "outbox/rows.h"
#include "purchasing/rows.h"
#include "stock/rows.h"
#include "tasks/rows.h"
#include "verify/verification.h"

namespace gateway {

namespace {

/// The sums of order lines of one (SKU, warehouse).
struct Ordered {
  wire::Quantity open_qty = 0;
  std::vector<OpenLine> open_lines;
  std::set<std::uint32_t> cycles;
};
using OrderedOf = std::map<std::string, Ordered>;

void check_line(Verification& run, const PurchaseOrder& order, const PurchaseLine& line,
                OrderedOf& ordered_of) {
  const auto key = pair_key(line.sku.view(), order.warehouse);
  const std::string name = purchase_id(order.number) + ", line of " + name_of(key);
  auto& ordered = ordered_of[key];
  if (line.qty < 1 || line.received < 0) run.problem(name + ": quantities are out of range");
  const auto receipts = run.ledger.receipts.extract(order_line_key(order.number, line.sku.view()));
  if (line.received != (receipts.empty() ? 0 : receipts.mapped())) {
    run.problem(name + ": received is not what its ledger entries sum to");
  }
  if (line.ledger_seq > run.counters.ledger) run.problem(name + ": its cause is not in the ledger");
  if (!ordered.cycles.insert(line.cycle).second) run.problem(name + ": cycle ordered twice");
  if (line.open() == 0 || rule_of(order.stage).closed) return;
  ordered.open_qty += line.open();
  ordered.open_lines.push_back({order.number, line.cycle});
}

bool stage_fits(const PurchaseOrder& order) {
  const auto any = std::any_of(order.lines.begin(), order.lines.end(),
                               [](const auto& line) { return line.received != 0; });
  const bool untouched = !any && order.mails == 0;
  const bool by_goods = rule_of(order.stage).by_goods;  // follows from what was received
  return !by_goods && (order.stage != PurchaseState::kProposed || untouched);
}

/// Whether no SKU is in the order twice: receipts name only the order and the SKU.
bool lines_differ(const PurchaseOrder& order) {
  std::set<std::string_view> skus;
  return std::all_of(order.lines.begin(), order.lines.end(),
                     [&](const auto& line) { return skus.insert(line.sku.view()).second; });
}

/// The task of an order that could not be sent is open while the order is proposed, and
/// withdrawn afterwards, unless a person dismissed it.
bool task_fits(const Reader& store, const PurchaseOrder& order) {
  if (order.task_id == 0) return true;
  const auto task = get_row<Task>(store, Table::kExceptions, number_key(order.task_id));
  if (!task || task->why != "no_supplier_address") return false;
  if (task->state == TaskState::kDismissed) return true;
  const bool waits = order.stage == PurchaseState::kProposed;
  return task->state == (waits ? TaskState::kOpen : TaskState::kWithdrawn);
}

/// Of an order whose number alone is known.
bool only_number_is_known(const PurchaseOrder& order) {
  PurchaseOrder bare;
  bare.number = order.number;
  bare.stage = PurchaseState::kUnknown;
  bare.at_ms = order.at_ms;
  return order == bare;
}

void check_order(Verification& run, const PurchaseOrder& order, OrderedOf& ordered_of) {
  const std::string name = purchase_id(order.number);
  if (order.stage == PurchaseState::kUnknown) {
    if (!only_number_is_known(order)) run.problem(name + " is unknown, and yet has content");
    return;
  }
  for (const auto& line : order.lines) check_line(run, order, line, ordered_of);
  if (order.lines.empty() || order.lines.size() > kPurchaseLinesMax) {
    run.problem(name + " has no lines or too many");
  }
  if (!stage_fits(order)) run.problem(name + ": its state and what was received differ");
  if (!lines_differ(order)) run.problem(name + ": a SKU is in it twice");
  if (!task_fits(run.store, order)) run.problem(name + ": its task for a person is not as it is");
  const bool listed = run.store.get(Table::kMeta, proposed_key(order)).has_value();
  if (listed != (order.stage == PurchaseState::kProposed)) {
    run.problem(name + ": its state and the list of proposed purchase orders differ");
  }
  if (run.store.get(Table::kMeta, open_purchase_key(order.number)).has_value() == order.closed()) {
    run.problem(name + ": its state and the list of open purchase orders differ");
  }
  if (order.mail != 0) run.awaited.emplace(order.mail, order.number);
  if (order.post != 0) run.awaited.emplace(order.post, order.number);
}

void check_proposed_list(Verification& run) {
  scan_prefix<NumberRow>(
      run.store, Table::kMeta, proposed_prefix(), [&](std::string_view key, const NumberRow& row) {
        const auto order = find_purchase(run.store, row.number);
        if (!order || proposed_key(*order) != key) {
          run.problem("the list of proposed purchase orders names one that is none");
        }
        return true;
      });
}

void check_open_list(Verification& run) {
  static_cast<void>(get_row<NumberRow>(run.store, Table::kMeta, kIndexedKey));  // notes damage
  scan_prefix<NumberRow>(run.store, Table::kMeta, open_purchase_prefix(),
                         [&](std::string_view key, const NumberRow& row) {
                           const auto order = find_purchase(run.store, row.number);
                           if (!order || order->closed() || key != open_purchase_key(row.number)) {
                             run.problem("the list of open purchase orders names one that is none");
                           }
                           return true;
                         });
}

void check_position(Verification& run, std::string_view key, const Position& position,
                    OrderedOf& ordered_of) {
  const std::string name = "position " + name_of(key);
  if (key != pair_key(position.sku.view(), position.warehouse)) {
    run.problem(name + " is stored under another one's key");
  }
  const auto folded = run.positions.find(std::string(key));
  if (folded == run.positions.end() || folded->second != position.on_hand) {
    run.problem(name + ": on hand is not what its ledger entries sum to");
  }
  const auto figure = [&](const auto& figures) {
    const auto found = figures.find(std::string(key));
    return found == figures.end() ? 0 : found->second;
  };
  if (position.reserved != figure(run.reserved)) {
    run.problem(name + ": reserved is not what its reservations sum to");
  }
  if (position.backordered != figure(run.backordered)) {
    run.problem(name + ": backordered is not what its waiting lines sum to");
  }
  Ordered& ordered = ordered_of[std::string(key)];
  // A line that waits for a person's approval may be younger than one of a later order.
  std::sort(ordered.open_lines.begin(), ordered.open_lines.end(),
            [](const OpenLine& a, const OpenLine& b) { return a.cycle < b.cycle; });
  if (position.on_order != ordered.open_qty) {
    run.problem(name + ": on order is not what its open lines sum to");
  }
  if (position.open_lines != ordered.open_lines) {
    run.problem(name + ": names other purchase orders than those with its open lines");
  }
  const auto newest_cycle = ordered.cycles.empty() ? 0 : *ordered.cycles.rbegin();
  if (position.cycle != ordered.cycles.size() || position.cycle != newest_cycle) {
    run.problem(name + ": cycle and lines of purchase orders differ");
  }
  if (!position.low &&
      (position.low_since_ms != 0 || position.reorder_suppressed || position.upstream_notified)) {
    run.problem(name + ": carries marks of an alert, but is not low");
  }
}

}  // namespace

void verify_purchases(Verification& run) {
  OrderedOf ordered_of;
  run.each_numbered<PurchaseOrder>(
      Table::kPurchaseOrders, "purchase orders", &PurchaseOrder::number, run.counters.purchase,
      [&](const PurchaseOrder& order) { check_order(run, order, ordered_of); });
  check_proposed_list(run);
  check_open_list(run);
  run.report.checked.emplace_back("positions");
  std::size_t rows = 0;
  run.each<Position>(Table::kPositions, [&](std::string_view key, const Position& position) {
    ++rows;
    check_position(run, key, position, ordered_of);
  });
  if (rows != run.positions.size()) run.problem("positions are missing or too many");
  for (const auto& [key, received] : run.ledger.receipts) {
    if (received != 0)
      run.problem("goods are booked for a line of a purchase order that is not there");
  }
  for (const auto& [key, ordered] : ordered_of) {
    if (ordered.cycles.empty() || run.positions.contains(key)) continue;
    run.problem("a purchase order names " + name_of(key) + ", which was never there");
  }
}

}  // namespace gateway
