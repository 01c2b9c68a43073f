// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "gateway/stock/ledger.h"
#include "rows/batch_context.h"

namespace gateway {

/// What made a position fall; neither: the sweep found it.
struct Cause {
  LedgerSeq ledger_seq = 0;
  std::string order = {};  ///< id of a customer's
};

/// How one decision changed one SKU in one warehouse.
struct PositionChange {
  wire::Quantity on_hand = 0;
  wire::Quantity reserved = 0;
  wire::Quantity backordered = 0;
  std::uint64_t purchase_order = 0;  ///< whose line these goods close, or open again; 0: none
};

/// What a decision did to one SKU, by warehouse. Gathered first and applied to the positions
/// at once: a threshold is judged on the end of a context, not on its middle.
class PositionChanges {
 public:
  explicit PositionChanges(const wire::Sku& sku) : sku_(sku) {}
  /// What a ledger entry did to the warehouses that it touched.
  explicit PositionChanges(const Entry& entry);

  void reserve(std::string_view warehouse, wire::Quantity delta) {
    by_warehouse_[std::string(warehouse)].reserved += delta;
  }
  /// `warehouse` empty: no position counts it.
  void backorder(std::string_view warehouse, wire::Quantity delta) {
    if (!warehouse.empty()) by_warehouse_[std::string(warehouse)].backordered += delta;
  }
  /// The first by name; empty: none was changed.
  [[nodiscard]] std::string first_warehouse() const {
    return by_warehouse_.empty() ? std::string() : by_warehouse_.begin()->first;
  }

  /// Writes the positions, by the names of their warehouses, each behind those who follow it.
  void apply(BatchContext& context, const Cause& cause);

 private:
  /// Goods came or went; with 0 the position is looked at, and comes into being.
  void move(std::string_view warehouse, wire::Quantity delta, std::uint64_t purchase_order);

  wire::Sku sku_;
  std::map<std::string, PositionChange> by_warehouse_;
};

/// Writes `position`, and has its alert shown where there is or was one.
void store_position(BatchContext& context, const Position& position, bool was_low);

}  // namespace gateway
