// SPDX-License-Identifier: MIT
// Movements and catalogue of the simulated warehouse.
#pragma once

#include <string>

#include "gateway/engine/commands.h"
#include "gateway/orders/order.h"
#include "wire/movement.h"

namespace sim {

inline constexpr std::string_view kBin = "MAIN/A-01";

inline gateway::Command items(const std::vector<std::string>& skus) {
  gateway::ChangeItems change;
  for (const auto& sku : skus) {
    change.rows.push_back({0, *wire::Sku::from(sku), {{"name", sku}, {"threshold", "0"}}});
  }
  return change;
}

/// Items that are ordered from a supplier when they are below 20.
inline std::vector<gateway::Command> ordered_items(const std::vector<std::string>& skus) {
  gateway::ChangeSuppliers suppliers;
  suppliers.rows.push_back({0, "ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}}});
  gateway::ChangeItems change;
  for (const auto& sku : skus) {
    change.rows.push_back(
        {0, *wire::Sku::from(sku), {{"name", sku}, {"supplier", "ACME"}, {"threshold", "20"}}});
  }
  return {suppliers, change};
}

/// Orders o1, o2, o3 of A and B, which wait for goods.
inline std::vector<gateway::Command> customers_orders() {
  std::vector<gateway::Command> commands;
  for (const char* id : {"o1", "o2", "o3"}) {
    gateway::SubmitOrder order;
    order.id = id;
    for (const char* sku : {"A", "B"}) order.lines.push_back({*wire::Sku::from(sku), 15});
    order.policy = gateway::OrderPolicy::kBackorder;
    commands.emplace_back(order);
  }
  for (const auto stage : gateway::kOrderStages) {
    commands.emplace_back(gateway::StepOrders{stage, 64});
  }
  return commands;
}

inline wire::Movement receive(const std::string& sku, std::int64_t qty) {
  wire::Movement movement;
  movement.op = wire::Op::kReceive;
  movement.sku = *wire::Sku::from(sku);
  movement.to = *wire::Location::from(kBin);
  movement.qty = qty;
  return movement;
}

inline wire::Movement pick(const std::string& sku, std::int64_t qty) {
  wire::Movement movement;
  movement.op = wire::Op::kPick;
  movement.sku = *wire::Sku::from(sku);
  movement.from = *wire::Location::from(kBin);
  movement.qty = qty;
  return movement;
}

inline wire::Movement undo(wire::Sequence seq) {
  wire::Movement movement;
  movement.op = wire::Op::kUndo;
  movement.undoes = seq;
  return movement;
}

}  // namespace sim
