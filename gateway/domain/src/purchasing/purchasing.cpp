// SPDX-License-Identifier: MIT
#include "purchasing/purchasing.h"

#include <algorithm>

#include "gateway/limits.h"
#include "purchasing/reorder.h"
#include "purchasing/rows.h"

namespace gateway {

namespace {

/// Numbers of the proposed orders under a key prefix; of each (supplier, warehouse) the newest
/// is last.
std::vector<std::uint64_t> proposed_below(const Reader& store, const std::string& prefix) {
  std::vector<std::uint64_t> numbers;
  scan_prefix<NumberRow>(store, Table::kMeta, prefix, [&](std::string_view, const NumberRow& row) {
    numbers.push_back(row.number);
    return true;
  });
  return numbers;
}

PurchaseOrder new_order(BatchContext& context, const std::string& supplier,
                        const std::string& warehouse) {
  PurchaseOrder order;
  order.number = ++context.counters.purchase;
  order.supplier = supplier;
  order.warehouse = warehouse;
  order.created_ms = context.now.wall_ms;
  put_row(context.store, Table::kMeta, proposed_key(order), NumberRow{order.number});
  // A closed order that is now too old is no longer shown.
  if (order.number > kPurchasesShown) context.hide_purchase(order.number - kPurchasesShown);
  return order;
}

template <typename Lines>
auto line_of(Lines& lines, const wire::Sku& sku) {
  return std::find_if(lines.begin(), lines.end(),
                      [&](const auto& line) { return line.sku == sku; });
}

bool takes_goods(const PurchaseOrder& order) {
  return rule_of(order.stage).takes_goods;
}

/// The order's line that waits for the goods of `entry`, a receipt; null: it has none.
const PurchaseLine* line_for(const PurchaseOrder& order, const Entry& entry) {
  if (order.warehouse != wire::warehouse_of(entry.to.view())) return nullptr;
  const auto line = line_of(order.lines, entry.sku);
  return line == order.lines.end() ? nullptr : &*line;
}

/// What the reference of a receipt says.
Attribution named_order(const Reader& store, const Entry& entry) {
  if (entry.ref.empty()) return {};
  const auto number = parse_purchase_id(entry.ref.view());
  const auto order = number ? find_purchase(store, *number) : std::nullopt;
  if (!order || !takes_goods(*order)) return {0, wire::Doubt::kUnknownReference};
  const PurchaseLine* const line = line_for(*order, entry);
  if (line == nullptr) return {0, wire::Doubt::kNotOnOrder};
  Attribution found{*number, std::nullopt};
  if (line->received + entry.qty > line->qty) found.doubt = wire::Doubt::kMoreThanOrdered;
  return found;
}

void close_line(Position& position, std::uint64_t number) {
  std::erase_if(position.open_lines,
                [&](const OpenLine& open) { return open.purchase_order == number; });
}

void open_line(Position& position, const OpenLine& line) {
  const auto behind = std::find_if(position.open_lines.begin(), position.open_lines.end(),
                                   [&](const OpenLine& open) { return open.cycle > line.cycle; });
  position.open_lines.insert(behind, line);
}

}  // namespace

void store_purchase(BatchContext& context, PurchaseOrder& order) {
  order.at_ms = context.now.wall_ms;
  put_row(context.store, Table::kPurchaseOrders, number_key(order.number), order);
  const auto open = open_purchase_key(order.number);
  const bool listed = context.store.get(Table::kMeta, open).has_value();
  if (listed && order.closed()) context.store.erase(Table::kMeta, open);
  if (!listed && !order.closed()) {
    put_row(context.store, Table::kMeta, open, NumberRow{order.number});
  }
  context.touch_purchase(order.number);
}

std::vector<std::uint64_t> list_proposed(const Reader& store) {
  return proposed_below(store, proposed_prefix());
}

void add_line(BatchContext& context, Position& position, const std::string& supplier,
              const PurchaseLine& line) {
  const auto open = proposed_below(context.store, proposed_prefix(supplier, position.warehouse));
  auto order = open.empty() ? std::nullopt : find_purchase(context.store, open.back());
  if (!order || order->lines.size() >= kPurchaseLinesMax) {
    order = new_order(context, supplier, position.warehouse);
  }
  order->lines.push_back(line);
  store_purchase(context, *order);
  position.open_lines.push_back({order->number, line.cycle});
  position.on_order += line.qty;
  position.cycle = line.cycle;
}

Attribution order_of_receipt(const Reader& store, const Entry& entry) {
  if (wire::is_virtual_location(entry.to.view())) return {};
  const auto named = named_order(store, entry);
  if (named.order != 0) return named;
  const auto warehouse = wire::warehouse_of(entry.to.view());
  const auto position = find_position(store, entry.sku.view(), warehouse);
  const auto oldest = position ? position->purchase_order() : 0;
  const auto order = oldest == 0 ? std::nullopt : find_purchase(store, oldest);
  const bool fits = order && takes_goods(*order) && line_for(*order, entry) != nullptr;
  return {fits ? oldest : 0, named.doubt};
}

bool names_open_purchase(const Reader& store, std::string_view ref) {
  const auto number = parse_purchase_id(ref);
  const auto order = number ? find_purchase(store, *number) : std::nullopt;
  return order && !order->closed();
}

void credit_receipt(BatchContext& context, Position& position, std::uint64_t number,
                    wire::Quantity received) {
  auto order = find_purchase(context.store, number);
  if (!order) return;
  const auto line = line_of(order->lines, position.sku);
  if (line == order->lines.end()) return;
  const auto before = line->open();
  line->received += received;
  const auto after = line->open();
  if (order->stage != PurchaseState::kCancelled) {
    position.on_order += after - before;
    if (before > 0 && after == 0) close_line(position, number);
    if (before == 0 && after > 0) open_line(position, {number, line->cycle});
  }
  store_purchase(context, *order);
}

void release_lines(BatchContext& context, const PurchaseOrder& order) {
  for (const PurchaseLine& line : order.lines) {
    if (line.open() == 0) continue;
    auto position = find_position(context.store, line.sku.view(), order.warehouse);
    if (!position) continue;
    position->on_order -= line.open();
    close_line(*position, order.number);
    suppress_reorder(context, *position);
  }
}

void close_to_lines(BatchContext& context, const PurchaseOrder& order) {
  context.store.erase(Table::kMeta, proposed_key(order));
}

}  // namespace gateway
