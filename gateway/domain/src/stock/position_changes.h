// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"

namespace gateway {

/// What changed a position; neither: the sweep looked at it.
struct Cause {
  LedgerSeq ledger_seq = 0;
  std::string order = {};  ///< id of a customer's order
};

/// How one decision changed one SKU in one warehouse.
struct PositionChange {
  wire::Quantity on_hand = 0;
  wire::Quantity reserved = 0;
  wire::Quantity backordered = 0;
  std::uint64_t purchase_order = 0;  ///< whose line these goods count for; 0: none
};

/// What a decision did to one SKU, per warehouse. The changes are collected first and applied
/// together, so that a threshold is judged by the end of the decision, not by its middle.
class PositionChanges {
 public:
  explicit PositionChanges(const wire::Sku& sku) : sku_(sku) {}
  /// Begins with what a ledger entry did to the warehouses that it touched.
  explicit PositionChanges(const Entry& entry);

  void reserve(std::string_view warehouse, wire::Quantity delta) {
    by_warehouse_[std::string(warehouse)].reserved += delta;
  }
  /// Does nothing where `warehouse` is empty: no position counts that backorder.
  void backorder(std::string_view warehouse, wire::Quantity delta) {
    if (!warehouse.empty()) by_warehouse_[std::string(warehouse)].backordered += delta;
  }
  /// The first changed one by name; empty: none.
  [[nodiscard]] std::string first_warehouse() const {
    return by_warehouse_.empty() ? std::string() : by_warehouse_.begin()->first;
  }

  /// Changes each position, in the order of their warehouses, calls the followers, and writes it.
  void apply(BatchContext& context, const Cause& cause);

 private:
  /// Goods came or went. With 0 the position is still assessed, and made where it is missing.
  void move(std::string_view warehouse, wire::Quantity delta, std::uint64_t purchase_order);

  wire::Sku sku_;
  std::map<std::string, PositionChange> by_warehouse_;
};

/// Writes `position`, and touches its alert where it is or was up.
void store_position(BatchContext& context, const Position& position, bool was_low);

}  // namespace gateway
