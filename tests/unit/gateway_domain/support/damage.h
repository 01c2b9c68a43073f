// SPDX-License-Identifier: MIT
// A store in which every table holds rows of every kind, and ways to damage it.
#pragma once

#include <functional>
#include <string>

#include "catalogue/rows.h"
#include "clock/rows.h"
#include "orders/rows.h"
#include "outbox/rows.h"
#include "purchasing/rows.h"
#include "restore/rows.h"
#include "scanners/rows.h"
#include "stock/rows.h"
#include "tasks/rows.h"
#include "warehouse.h"

namespace domain_test {

/// Fills every table: booked, refused and withdrawn scans, undos, a lost range, a
/// second history, purchase orders in every state, mails and posts, tasks in every state,
/// ids seen before, unreadable messages, customers' orders in every state and stage, a movement
/// that is questioned.
void fill(Warehouse& warehouse);

/// Changes one row. Asserts that it is there.
template <typename Row>
void change(gateway::Store& store, gateway::Table table, std::string_view key,
            const std::function<void(Row&)>& edit) {
  auto row = gateway::get_row<Row>(store, table, key);
  ASSERT_TRUE(row) << "nothing to damage";
  edit(*row);
  gateway::put_row(store, table, key, *row);
}

/// A filled store for each test; the test damages it and names what must be said.
class VerifyFinds : public testing::Test {
 protected:
  VerifyFinds() {
    fill(warehouse);
    EXPECT_EQ(problems_of(warehouse.store), "");
    EXPECT_EQ(problems_found_together(warehouse.store), "");
  }
  /// Some problem contains `text`, whether one reads the ledger or two.
  void expect_problem(std::string_view text) {
    for (const auto& problems :
         {problems_of(warehouse.store), problems_found_together(warehouse.store)}) {
      EXPECT_NE(problems.find(text), std::string::npos)
          << "wanted: " << text << "\nfound: " << problems;
    }
  }
  void erase(gateway::Table table, std::string_view key) { warehouse.store.erase(table, key); }
  template <typename Row>
  void edit(gateway::Table table, std::string_view key, const std::function<void(Row&)>& edit) {
    change<Row>(warehouse.store, table, key, edit);
  }
  void copy(gateway::Table table, std::string_view from, std::string_view to) {
    const auto value = warehouse.store.get(table, from);
    ASSERT_TRUE(value) << "nothing to copy";
    warehouse.store.put(table, to, std::string(*value));
  }

  Warehouse warehouse;
};

}  // namespace domain_test
