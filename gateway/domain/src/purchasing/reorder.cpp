// SPDX-License-Identifier: MIT
#include "purchasing/reorder.h"

#include <algorithm>
#include <string>

#include "outbox/queue.h"
#include "purchasing/changes.h"
#include "purchasing/deliveries.h"
#include "purchasing/purchasing.h"
#include "stock/rows.h"
#include "wire/gtin.h"

namespace gateway {

namespace {

/// What an item's policy asks for, and what has to be done.
struct ReorderAssessment {
  std::int64_t threshold = 0;
  std::int64_t order_up_to = 0;
  bool rise = false;             ///< the alert goes up
  bool fall = false;             ///< the alert goes down
  bool order_line = false;       ///< open a line
  bool notify_upstream = false;  ///< queue the alert for the upstream server
};

ReorderAssessment assess(const BatchContext& context, const Position& position, const Item& item) {
  ReorderAssessment assessed;
  assessed.threshold = item.threshold.value_or(context.settings.default_threshold);
  assessed.order_up_to =
      std::max(item.order_up_to.value_or(2 * assessed.threshold), assessed.threshold);
  const bool watched = item.low_stock_flag && item.state == ItemState::kActive;
  const auto have = position.inventory_position();
  const auto rearm_at = assessed.threshold + std::max<std::int64_t>(1, assessed.threshold / 10);
  const bool below = watched && have < assessed.threshold;
  const bool line_open = !position.open_lines.empty();
  assessed.rise = below && !position.low;
  assessed.fall = position.low && !line_open && (!watched || have >= rearm_at);
  assessed.order_line = below && !line_open && !position.reorder_suppressed &&
                        !item.supplier.empty() && !context.counters.documents_wait;
  assessed.notify_upstream = (assessed.rise || (position.low && !assessed.fall)) &&
                             !position.upstream_notified && context.settings.upstream &&
                             outbox_has_room(context, OutboxKind::kUpLow);
  return assessed;
}

bool anything_to_do(const ReorderAssessment& assessed) {
  return assessed.rise || assessed.fall || assessed.order_line || assessed.notify_upstream;
}

/// What is missing to the order-up-to level, at least the MOQ, rounded up to whole packs.
wire::Quantity order_quantity(const Item& item, const ReorderAssessment& assessed,
                              const Position& position) {
  const auto need = std::max(assessed.order_up_to - position.inventory_position(), item.moq);
  const auto packs = (need + item.pack_multiple - 1) / item.pack_multiple;
  return packs * item.pack_multiple;
}

/// The GTIN of the base unit, by which the supplier knows it; empty: only other codes are known.
std::string gtin_of(const Item& item) {
  for (const auto& barcode : item.barcodes) {
    const auto reading = wire::normalise_gtin(barcode.code);
    const bool is_gtin = reading.verdict == wire::GtinVerdict::kOne;
    if (barcode.pack == 1 && is_gtin && reading.gtin.view() == barcode.code) return barcode.code;
  }
  return {};
}

PurchaseLine new_line(const BatchContext& context, const Item& item,
                      const ReorderAssessment& assessed, const Position& position,
                      const Cause& cause) {
  PurchaseLine line;
  line.sku = item.sku;
  line.name = item.name;
  line.unit = item.unit;
  line.gtin = gtin_of(item);
  line.qty = order_quantity(item, assessed, position);
  line.cycle = position.cycle + 1;
  line.on_hand = position.on_hand;
  line.reserved = position.reserved;
  line.backordered = position.backordered;
  line.on_order = position.on_order;
  line.threshold = assessed.threshold;
  line.threshold_default = !item.threshold;
  line.order_up_to = assessed.order_up_to;
  line.order_up_to_default = !item.order_up_to;
  line.moq = item.moq;
  line.pack_multiple = item.pack_multiple;
  line.ledger_seq = cause.ledger_seq;
  line.order = cause.order;
  line.at_ms = context.now.wall_ms;
  return line;
}

/// Brings the alert and the order line of `position` up to date.
void apply(BatchContext& context, const Item& item, const ReorderAssessment& assessed,
           Position& position, const Cause& cause) {
  if (assessed.rise) {
    position.low = true;
    position.low_since_ms = context.now.wall_ms;
    context.raise_low(position.sku.view(), position.warehouse);
  }
  if (assessed.fall) {
    position.low = false;
    position.low_since_ms = 0;
    position.reorder_suppressed = false;
    position.upstream_notified = false;
  }
  if (assessed.order_line) {
    add_line(context, position, item.supplier, new_line(context, item, assessed, position, cause));
  }
  if (assessed.notify_upstream) {
    queue_alert(context, low_alert(context.store, position, context.settings.default_threshold));
    position.upstream_notified = true;
  }
}

}  // namespace

void follow_position(BatchContext& context, Position& position, const PositionChange& change,
                     const Cause& cause) {
  if (change.purchase_order != 0 && change.on_hand != 0) {
    credit_receipt(context, position, change.purchase_order, change.on_hand);
  }
  if (const auto item = find_item(context.store, position.sku.view())) {
    apply(context, *item, assess(context, position, *item), position, cause);
  }
}

void suppress_reorder(BatchContext& context, Position& position) {
  const bool was_low = position.low;
  position.reorder_suppressed = true;
  if (const auto item = find_item(context.store, position.sku.view())) {
    apply(context, *item, assess(context, position, *item), position, {});
  }
  // Where no alert is up now, the next one is a new need, and is ordered.
  position.reorder_suppressed = position.low;
  store_position(context, position, was_low);
}

Outcome decide(BatchContext& context, const RunSweep& request) {
  Outcome outcome;
  std::size_t seen = 0;
  // Assess first and apply afterwards: the store must not be written while it is scanned.
  std::vector<Position> found;
  scan_rows<Position>(context.store, Table::kPositions, request.from, [&](const Position& stored) {
    if (seen++ == request.positions_max) {
      outcome.next = pair_key(stored.sku.view(), stored.warehouse);
      return false;
    }
    Position position = stored;
    if (request.resume == position.sku) position.reorder_suppressed = false;
    const auto item = find_item(context.store, position.sku.view());
    const bool resumed = position.reorder_suppressed != stored.reorder_suppressed;
    if (resumed || (item && anything_to_do(assess(context, position, *item)))) {
      found.push_back(position);
    }
    return true;
  });
  for (Position& position : found) {
    const bool was_low = position.low;
    if (const auto item = find_item(context.store, position.sku.view())) {
      apply(context, *item, assess(context, position, *item), position, {});
    }
    store_position(context, position, was_low);
  }
  outcome.changed = found.size();
  outcome.stalled = context.counters.documents_wait;
  if (outcome.next.empty()) outcome.changed += approve_proposed(context);
  return outcome;
}

}  // namespace gateway
