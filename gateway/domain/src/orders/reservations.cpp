// SPDX-License-Identifier: MIT
#include "orders/reservations.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <set>
#include <vector>

#include "orders/orders.h"
#include "orders/rows.h"
#include "stock/rows.h"

namespace gateway {

namespace {

std::vector<Bin> real_bins(const Reader& store, const wire::Sku& sku) {
  std::vector<Bin> bins;
  scan_bins(store, sku.view(), {}, [&](const Bin& bin) {
    if (bin.sku != sku) return false;
    if (!wire::is_virtual_location(bin.location.view())) bins.push_back(bin);
    return true;
  });
  return bins;
}

wire::Quantity free_in(const Bin& bin) {
  return std::max<wire::Quantity>(0, bin.on_hand - bin.reserved);
}

/// Adds `delta` to what is reserved of one bin for `order`: in its row, the bin and `changes`.
void change_reservation(BatchContext& context, std::uint64_t order, const wire::Sku& sku,
                        const wire::Location& location, wire::Quantity delta,
                        PositionChanges& changes) {
  Store& store = context.store;
  const auto key = reservation_key(order, sku.view(), location.view());
  auto row = get_row<Reservation>(store, Table::kReservations, key)
                 .value_or(Reservation{order, sku, location, 0});
  auto bin = find_bin(store, sku.view(), location.view());
  if (!bin) return refuse_contradiction(store, Table::kBins, pair_key(sku.view(), location.view()));
  row.qty += delta;
  assert(row.qty >= 0);
  if (row.qty > 0) put_row(store, Table::kReservations, key, row);
  if (row.qty == 0) store.erase(Table::kReservations, key);
  bin->reserved += delta;
  put_row(store, Table::kBins, pair_key(sku.view(), location.view()), *bin);
  context.touch_bin(sku.view(), location.view());
  changes.reserve(wire::warehouse_of(location.view()), delta);
}

/// The warehouse that counts a backorder: the first by name that ever had the item; empty: none.
std::string home_of(const Reader& store, const wire::Sku& sku) {
  std::string home;
  scan_positions(store, sku.view(), {}, [&](const Position& position) {
    if (position.sku == sku) home = position.warehouse;
    return false;
  });
  return home;
}

/// The rows of `sku` from order `from` on, at most `most`.
std::vector<Backorder> backorders_of(const Reader& store, const wire::Sku& sku, std::uint64_t from,
                                     std::size_t most) {
  std::vector<Backorder> found;
  scan_rows<Backorder>(store, Table::kBackorders, backorder_key(sku.view(), from),
                       [&](const Backorder& row) {
                         if (row.sku != sku) return false;
                         found.push_back(row);
                         return found.size() < most;
                       });
  return found;
}

void store_backorder(BatchContext& context, const Backorder& row) {
  put_row(context.store, Table::kBackorders, backorder_key(row.sku.view(), row.order), row);
}

/// Stocked for the first time: from now on its position counts what waits for it. Rows that come
/// later know their warehouse, so this is needed once, and for all rows or for none.
void settle_backorders(BatchContext& context, const wire::Sku& sku, PositionChanges& changes) {
  for (Backorder row : backorders_of(context.store, sku, 0, SIZE_MAX)) {
    row.warehouse = changes.first_warehouse();
    changes.backorder(row.warehouse, row.qty);
    store_backorder(context, row);
  }
}

void erase_backorder(BatchContext& context, const Backorder& row) {
  context.store.erase(Table::kBackorders, backorder_key(row.sku.view(), row.order));
  --context.counters.backorders;
}

template <typename AnyOrder>
auto* order_line_of(AnyOrder& order, const wire::Sku& sku) {
  const auto line = std::find_if(order.lines.begin(), order.lines.end(),
                                 [&](const OrderLine& each) { return each.sku == sku; });
  return line == order.lines.end() ? nullptr : &*line;
}

bool stands(const Order& order) {
  return order.decided == OrderState::kConfirmed || order.decided == OrderState::kPartlyConfirmed ||
         order.decided == OrderState::kBackordered;
}

/// Nothing will be shipped of it, whether its customer knows or not.
bool is_off(const Order& order) {
  return order.decided == OrderState::kRejected || order.decided == OrderState::kCancelled;
}

std::optional<Order> find_named(const Reader& store, std::string_view ref) {
  return wire::is_name(ref) ? find_order(store, ref) : std::nullopt;
}

/// `line` no longer waits for `qty`. The caller stores the order.
void end_waiting(BatchContext& context, Order& order, OrderLine& line, Backorder row,
                 wire::Quantity qty, PositionChanges& changes) {
  line.backordered -= qty;
  changes.backorder(row.warehouse, -qty);
  row.qty -= qty;
  if (row.qty == 0) erase_backorder(context, row);
  if (row.qty > 0) store_backorder(context, row);
  const bool complete = std::all_of(order.lines.begin(), order.lines.end(),
                                    [](const auto& each) { return each.backordered == 0; });
  if (complete) confirm_filled(context, order);
}

/// Reserves up to `qty` for the backorder `row`; returns how much.
wire::Quantity fill(BatchContext& context, const Backorder& row, wire::Quantity qty,
                    PositionChanges& changes) {
  auto order = find_order(context.store, row.order);
  OrderLine* const line = order ? order_line_of(*order, row.sku) : nullptr;
  if (line == nullptr) {
    refuse_contradiction(context.store, Table::kOrders, number_key(row.order));
    return 0;
  }
  const auto taken = std::min(row.qty, qty);
  reserve(context, *order, *line, taken, changes);
  end_waiting(context, *order, *line, row, taken, changes);
  store_order(context, *order);
  return taken;
}

/// More was picked than was reserved: that much of what the line waits for has been delivered.
void count_as_filled(BatchContext& context, Order& order, OrderLine& line,
                     PositionChanges& changes) {
  const auto taken = std::min(line.backordered, line.picked - line.confirmed);
  if (taken <= 0) return;
  const auto key = backorder_key(line.sku.view(), order.number);
  const auto row = get_row<Backorder>(context.store, Table::kBackorders, key);
  if (!row) return;  // `verify` reports it
  line.confirmed += taken;
  end_waiting(context, order, line, *row, taken, changes);
}

/// Ends reservations of `entry`'s order for `qty` picked goods: those of the bin that was picked,
/// then the others, by name.
void post_pick(BatchContext& context, const Entry& entry, wire::Quantity qty,
               PositionChanges& changes) {
  auto held = list_reservations(context.store, entry.order);
  std::erase_if(held, [&](const Reservation& each) { return each.sku != entry.sku; });
  std::stable_partition(held.begin(), held.end(),
                        [&](const Reservation& each) { return each.location == entry.from; });
  for (const Reservation& each : held) {
    const auto taken = std::min(qty, each.qty);
    if (taken == 0) return;
    change_reservation(context, each.order, each.sku, each.location, -taken, changes);
    qty -= taken;
  }
  if (qty != 0) refuse_contradiction(context.store, Table::kOrders, number_key(entry.order));
}

}  // namespace

wire::Quantity promisable(const Reader& store, const wire::Sku& sku) {
  wire::Quantity sum = 0;
  for (const Bin& bin : real_bins(store, sku)) sum += bin.on_hand - bin.reserved;
  return std::max<wire::Quantity>(0, sum);
}

void reserve(BatchContext& context, const Order& order, OrderLine& line, wire::Quantity qty,
             PositionChanges& changes) {
  line.confirmed += qty;
  for (const Bin& bin : real_bins(context.store, line.sku)) {
    const auto taken = std::min(qty, free_in(bin));
    if (taken == 0) continue;
    change_reservation(context, order.number, line.sku, bin.location, taken, changes);
    qty -= taken;
  }
  if (qty != 0) refuse_contradiction(context.store, Table::kOrders, number_key(order.number));
}

void wait_for_goods(BatchContext& context, const Order& order, OrderLine& line, wire::Quantity qty,
                    PositionChanges& changes) {
  line.backordered = qty;
  const Backorder row{order.number, line.sku, qty, home_of(context.store, line.sku)};
  store_backorder(context, row);
  ++context.counters.backorders;
  changes.backorder(row.warehouse, qty);
}

void release_promises(BatchContext& context, Order& order) {
  for (OrderLine& line : order.lines) {
    PositionChanges changes(line.sku);
    for (const Reservation& held : list_reservations(context.store, order.number)) {
      if (held.sku != line.sku) continue;
      change_reservation(context, order.number, held.sku, held.location, -held.qty, changes);
    }
    const auto key = backorder_key(line.sku.view(), order.number);
    if (const auto row = get_row<Backorder>(context.store, Table::kBackorders, key)) {
      changes.backorder(row->warehouse, -row->qty);
      erase_backorder(context, *row);
    }
    line.confirmed = std::min(line.confirmed, line.picked);
    line.backordered = 0;
    fill_backorders(context, line.sku, changes);
    changes.apply(context, {0, order.id});
  }
}

Attribution order_of_pick(const Reader& store, const Entry& entry) {
  if (entry.ref.empty()) return {};
  if (wire::is_virtual_location(entry.from.view())) return {};  // nothing is reserved there
  const auto order = find_named(store, entry.ref.view());
  if (!order || is_off(*order)) return {0, wire::Doubt::kUnknownReference};
  const OrderLine* const line = order_line_of(*order, entry.sku);
  if (line == nullptr) return {0, wire::Doubt::kNotOnOrder};
  Attribution found{stands(*order) ? order->number : 0, std::nullopt};
  const bool shipped = order->state() == OrderState::kShipped;
  if (shipped || line->picked + entry.qty > line->qty) found.doubt = wire::Doubt::kMoreThanOrdered;
  return found;
}

bool names_open_order(const Reader& store, std::string_view ref) {
  const auto order = find_named(store, ref);
  return order && !is_off(*order) && !order->closed();
}

void credit_pick(BatchContext& context, const Entry& entry, PositionChanges& changes) {
  auto order = find_order(context.store, entry.order);
  OrderLine* const line = order ? order_line_of(*order, entry.sku) : nullptr;
  if (line == nullptr) return;
  const bool undone = entry.op == wire::Op::kUndo;
  const auto before = line->reserved();
  line->picked += undone ? -entry.qty : entry.qty;
  count_as_filled(context, *order, *line, changes);
  // Goods that come back to a cancelled order are free.
  if (!stands(*order)) line->confirmed = std::min(line->confirmed, line->picked);
  const auto after = line->reserved();
  if (after < before) post_pick(context, entry, before - after, changes);
  if (after > before) {
    change_reservation(context, order->number, entry.sku, entry.to, after - before, changes);
  }
  if (undone) resume_expiry(context, *order);
  store_order(context, *order);
}

void fill_backorders(BatchContext& context, const wire::Sku& sku, PositionChanges& changes) {
  if (context.counters.backorders == 0) return;
  auto next = backorders_of(context.store, sku, 0, 1);
  if (next.empty()) return;
  if (next[0].warehouse.empty()) {
    settle_backorders(context, sku, changes);
    next = backorders_of(context.store, sku, 0, 1);
  }
  auto left = promisable(context.store, sku);
  while (left > 0 && !next.empty()) {
    const Backorder row = next[0];
    left -= fill(context, row, left, changes);
    next = backorders_of(context.store, sku, row.order + 1, 1);
  }
}

}  // namespace gateway
