// SPDX-License-Identifier: MIT
// A gateway without its doors: the real engine over a store in memory.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fakes/memory_store.h"
#include "gateway/catalogue/catalogue.h"
#include "gateway/engine/engine.h"
#include "gateway/tasks/tasks.h"
#include "movements.h"
#include "scanner.h"

namespace domain_test {

using Columns = std::vector<std::pair<std::string, std::string>>;

class Warehouse {
 public:
  explicit Warehouse(gateway::Settings settings = {
                         .site = "main", .default_threshold = 100, .new_incarnation = 0x5107e1d});

  /// Decides the commands as one batch and commits.
  gateway::Effects apply(const std::vector<gateway::Command>& batch);
  /// One command; its effects are in last().
  gateway::Outcome apply(gateway::Command command);
  [[nodiscard]] const gateway::Effects& last() const { return effects_; }

  /// A movement or undo by a person.
  gateway::Outcome book(const wire::Movement& movement);
  gateway::Outcome undo_entry(gateway::LedgerSeq seq);
  /// Adds the movement to the scanner's history and sends it alone.
  gateway::Outcome scan(Scanner& scanner, const wire::Movement& movement);
  gateway::Outcome sweep() { return apply(gateway::RunSweep{}); }
  gateway::Outcome resume(std::string_view sku);
  /// What a person does with an order, a task, an outbox row; what a courier says.
  gateway::Outcome change(std::uint64_t order, gateway::PurchaseAction action, std::string why = {},
                          std::string request_id = {});
  gateway::Outcome receive_order(std::uint64_t order,
                                 std::vector<gateway::ReceivePurchase::Line> lines = {},
                                 std::string_view to = {}, std::string request_id = {});
  gateway::Outcome settle(std::uint64_t task, std::string_view sku, std::int64_t pack = 0);
  gateway::Outcome dismiss(std::uint64_t task, std::string why = "of no use");
  gateway::Outcome change_row(std::uint64_t outbox_id, gateway::OutboxAction action);
  gateway::Outcome report(std::uint64_t outbox_id, gateway::DeliveryState state,
                          std::string error = {});

  gateway::Outcome set_item(std::string_view sku, Columns columns = {});
  gateway::Outcome set_supplier(std::string_view id, Columns columns = {});
  gateway::Outcome set_policy(std::string_view location, gateway::NegativeStock policy);

  /// A new engine on what was committed, as after a crash.
  void restart();
  void restart(gateway::Settings settings);
  [[nodiscard]] const gateway::Settings& settings() const { return settings_; }

  [[nodiscard]] wire::Quantity on_hand(std::string_view sku, std::string_view location) const;
  [[nodiscard]] gateway::Position position(std::string_view sku,
                                           std::string_view warehouse = "MAIN") const;
  [[nodiscard]] gateway::Entry entry(gateway::LedgerSeq seq) const;
  [[nodiscard]] std::vector<gateway::Task> tasks() const;
  [[nodiscard]] std::vector<gateway::Incident> incidents() const;
  [[nodiscard]] std::vector<gateway::PurchaseOrder> purchases() const;
  /// An empty one where there is none.
  [[nodiscard]] gateway::PurchaseOrder purchase(std::uint64_t number) const;
  [[nodiscard]] std::vector<gateway::OutboxRow> outbox() const;
  [[nodiscard]] gateway::LedgerSeq ledger_length() const;

  fakes::MemoryStore store;
  gateway::Now now{.wall_ms = 1'790'000'000'000, .wall_trusted = true};

 private:
  gateway::Settings settings_;
  std::unique_ptr<gateway::Engine> engine_;
  gateway::Effects effects_;
};

/// What a refused request says of itself, one problem a line: "field: text".
std::string reasons_of(const gateway::Outcome& outcome);

/// Every row of the store as text, one a line: equal texts, equal stores.
std::string dump(const gateway::Reader& store);

/// Problems that verify() finds, one a line; empty: none.
std::string problems_of(const gateway::Reader& store);
/// The same, where two readers take turns at the ledger, two entries at a time.
std::string problems_found_together(const gateway::Reader& store);

/// A warehouse with one item, and the proof at the end that every figure of the
/// store is still the fold of its ledger.
class DomainTest : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(problems_of(warehouse.store), ""); }

  Warehouse warehouse;
};

}  // namespace domain_test
