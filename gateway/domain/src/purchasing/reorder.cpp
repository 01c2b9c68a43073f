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

/// What an item's policy says in one look, and what is to be done about it.
struct Look {
  std::int64_t threshold = 0;
  std::int64_t order_up_to = 0;
  bool rise = false;        ///< the alert goes up
  bool fall = false;        ///< the alert goes down
  bool order_line = false;  ///< open a line
  bool tell = false;        ///< the upstream server has to hear of the alert
};

Look look_at(const Decision& decision, const Position& position, const Item& item) {
  Look look;
  look.threshold = item.threshold.value_or(decision.settings.default_threshold);
  look.order_up_to = std::max(item.order_up_to.value_or(2 * look.threshold), look.threshold);
  const bool watched = item.low_stock_flag && item.state == ItemState::kActive;
  const auto have = position.inventory_position();
  const auto rearm_at = look.threshold + std::max<std::int64_t>(1, look.threshold / 10);
  const bool below = watched && have < look.threshold;
  const bool line_open = !position.open_lines.empty();
  look.rise = below && !position.low;
  look.fall = position.low && !line_open && (!watched || have >= rearm_at);
  look.order_line = below && !line_open && !position.held && !item.supplier.empty();
  look.tell = (look.rise || (position.low && !look.fall)) && !position.told &&
              decision.settings.upstream && outbox_has_room(decision);
  return look;
}

bool anything_to_do(const Look& look) {
  return look.rise || look.fall || look.order_line || look.tell;
}

/// Up to the target, at least the MOQ, whole packs, rounded up.
wire::Quantity order_quantity(const Item& item, const Look& look, const Position& position) {
  const auto need = std::max(look.order_up_to - position.inventory_position(), item.moq);
  const auto packs = (need + item.pack_multiple - 1) / item.pack_multiple;
  return packs * item.pack_multiple;
}

/// What the supplier knows the base unit by; a barcode of our own is not told.
std::string gtin_of(const Item& item) {
  for (const auto& barcode : item.barcodes) {
    const auto reading = wire::normalise_gtin(barcode.code);
    const bool is_gtin = reading.verdict == wire::GtinVerdict::kOne;
    if (barcode.pack == 1 && is_gtin && reading.gtin.view() == barcode.code) return barcode.code;
  }
  return {};
}

PurchaseLine new_line(const Decision& decision, const Item& item, const Look& look,
                      const Position& position, const Cause& cause) {
  PurchaseLine line;
  line.sku = item.sku;
  line.name = item.name;
  line.unit = item.unit;
  line.gtin = gtin_of(item);
  line.qty = order_quantity(item, look, position);
  line.cycle = position.cycle + 1;
  line.on_hand = position.on_hand;
  line.reserved = position.reserved;
  line.backordered = position.backordered;
  line.on_order = position.on_order;
  line.threshold = look.threshold;
  line.threshold_default = !item.threshold;
  line.order_up_to = look.order_up_to;
  line.order_up_to_default = !item.order_up_to;
  line.moq = item.moq;
  line.pack_multiple = item.pack_multiple;
  line.ledger_seq = cause.ledger_seq;
  line.order = cause.order;
  line.at_ms = decision.now.wall_ms;
  return line;
}

/// Brings the alert and the order line of `position` up to date.
void act(Decision& decision, const Item& item, const Look& look, Position& position,
         const Cause& cause) {
  if (look.rise) {
    position.low = true;
    position.low_since_ms = decision.now.wall_ms;
    decision.raise_low(position.sku.view(), position.warehouse);
  }
  if (look.fall) {
    position.low = false;
    position.low_since_ms = 0;
    position.held = false;
    position.told = false;
  }
  if (look.order_line) {
    add_line(decision, position, item.supplier, new_line(decision, item, look, position, cause));
  }
  if (look.tell) {
    queue_alert(decision, low_alert(decision.store, position, decision.settings.default_threshold));
    position.told = true;
  }
}

}  // namespace

void follow_position(Decision& decision, Position& position, const PositionChange& change,
                     const Cause& cause) {
  if (change.purchase_order != 0 && change.on_hand != 0) {
    credit_receipt(decision, position, change.purchase_order, change.on_hand);
  }
  if (const auto item = find_item(decision.store, position.sku.view())) {
    act(decision, *item, look_at(decision, position, *item), position, cause);
  }
}

void hold(Decision& decision, Position& position) {
  const bool was_low = position.low;
  position.held = true;
  if (const auto item = find_item(decision.store, position.sku.view())) {
    act(decision, *item, look_at(decision, position, *item), position, {});
  }
  // Where nothing is needed now, the next need is another one, and is ordered.
  position.held = position.low;
  store_position(decision, position, was_low);
}

Outcome decide(Decision& decision, const RunSweep& request) {
  Outcome outcome;
  std::size_t seen = 0;
  // Look first, act afterwards: the store is not written to while it is scanned.
  std::vector<Position> found;
  scan_rows<Position>(decision.store, Table::kPositions, request.from, [&](const Position& stored) {
    if (seen++ == request.positions_max) {
      outcome.next = pair_key(stored.sku.view(), stored.warehouse);
      return false;
    }
    Position position = stored;
    if (request.resume == position.sku) position.held = false;
    const auto item = find_item(decision.store, position.sku.view());
    const bool resumed = position.held != stored.held;
    if (resumed || (item && anything_to_do(look_at(decision, position, *item)))) {
      found.push_back(position);
    }
    return true;
  });
  for (Position& position : found) {
    const bool was_low = position.low;
    if (const auto item = find_item(decision.store, position.sku.view())) {
      act(decision, *item, look_at(decision, position, *item), position, {});
    }
    store_position(decision, position, was_low);
  }
  outcome.changed = found.size();
  if (outcome.next.empty()) outcome.changed += approve_proposed(decision);
  return outcome;
}

}  // namespace gateway
