// SPDX-License-Identifier: MIT
#include "stock/position_changes.h"

#include "stock/followers.h"
#include "stock/rows.h"

namespace gateway {

namespace {

Position position_of(const Reader& store, const wire::Sku& sku, std::string_view warehouse) {
  auto position = find_position(store, sku.view(), warehouse).value_or(Position{});
  position.sku = sku;
  position.warehouse = warehouse;
  return position;
}

std::string_view real_warehouse(const wire::Location& location) {
  if (wire::is_virtual_location(location.view())) return {};
  return wire::warehouse_of(location.view());
}

}  // namespace

PositionChanges::PositionChanges(const Entry& entry) : sku_(entry.sku) {
  const auto from = real_warehouse(entry.from);
  const auto to = real_warehouse(entry.to);
  if (from == to) {  // no figure changes, but the position may be new
    if (!from.empty()) move(from, 0, 0);
    return;
  }
  if (!from.empty()) move(from, -entry.qty, entry.purchase_order);
  if (!to.empty()) move(to, entry.qty, entry.purchase_order);
}

void PositionChanges::move(std::string_view warehouse, wire::Quantity delta,
                           std::uint64_t purchase_order) {
  auto& change = by_warehouse_[std::string(warehouse)];
  change.on_hand += delta;
  change.purchase_order = purchase_order;
}

void PositionChanges::apply(BatchContext& context, const Cause& cause) {
  for (const auto& [warehouse, change] : by_warehouse_) {
    Position position = position_of(context.store, sku_, warehouse);
    const bool was_low = position.low;
    position.on_hand += change.on_hand;
    position.reserved += change.reserved;
    position.backordered += change.backordered;
    context.followers.follow_position(position, change, cause);
    store_position(context, position, was_low);
  }
  by_warehouse_.clear();
}

void store_position(BatchContext& context, const Position& position, bool was_low) {
  put_row(context.store, Table::kPositions, pair_key(position.sku.view(), position.warehouse),
          position);
  if (was_low || position.low) context.touch_low(position.sku.view(), position.warehouse);
}

}  // namespace gateway
