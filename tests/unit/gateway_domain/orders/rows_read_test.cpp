// SPDX-License-Identifier: MIT
// Promise: what is read after a reconnect and by a movement does not grow with all that was ever
// ordered, or with how many orders wait for the item; and stores of before, which have no lists of
// open orders, get them when they are opened.
// How: the rows that are read are counted, with few and with many orders in the store.

#include "counting_view.h"
#include "order_desk.h"
#include "orders/rows.h"
#include "purchasing/rows.h"

namespace domain_test {
namespace {

using gateway::Table;

class RowsRead : public OrderDesk {
 protected:
  /// As the store was before open orders were listed.
  void forget_lists() {
    for (const Table table : {Table::kMeta, Table::kOrderQueues}) {
      std::vector<std::string> keys;
      warehouse.store.scan(table, {}, [&](std::string_view key, std::string_view) {
        const bool list =
            table == Table::kMeta
                ? key.starts_with(gateway::open_purchase_prefix()) || key == gateway::kIndexedKey
                : key.starts_with(gateway::open_prefix());
        if (list) keys.emplace_back(key);
        return true;
      });
      for (const auto& key : keys) warehouse.store.erase(table, key);
    }
    ASSERT_EQ(warehouse.store.commit(), wire::Status::kOk);
  }
  /// Numbers up to `last` of which nothing else is known: closed orders that cost little to make.
  void add_purchases(std::uint64_t last) {
    auto& store = warehouse.store;
    auto counters =
        *gateway::get_row<gateway::Counters>(store, Table::kMeta, gateway::kCountersKey);
    while (counters.purchase < last) {
      gateway::PurchaseOrder order;
      order.number = ++counters.purchase;
      order.stage = gateway::PurchaseState::kUnknown;
      gateway::put_row(store, Table::kPurchaseOrders, gateway::number_key(order.number), order);
    }
    gateway::put_row(store, Table::kMeta, gateway::kCountersKey, counters);
    ASSERT_EQ(store.commit(), wire::Status::kOk);
  }
  [[nodiscard]] std::uint64_t rows_of_shown_orders() const {
    const CountingView view(warehouse.store);
    static_cast<void>(gateway::list_shown_orders(view));
    return view.rows;
  }
  [[nodiscard]] std::uint64_t rows_of_shown_purchases() const {
    const CountingView view(warehouse.store);
    static_cast<void>(gateway::list_shown_purchases(view));
    return view.rows;
  }
  /// Rows that the engine reads to book a count of BOLT.
  std::uint64_t rows_of_movement() {
    CountingStore counting(warehouse.store);
    gateway::Engine engine(counting, warehouse.settings());
    const std::vector<gateway::Command> batch{
        gateway::ManualMovement{count("BOLT", "MAIN/A", 0), {}}};
    static_cast<void>(engine.apply(batch, warehouse.now));
    EXPECT_EQ(warehouse.store.commit(), wire::Status::kOk);
    return counting.rows();
  }
};

TEST_F(RowsRead, OfCustomersOrdersAreThoseThatAreShown) {
  place("open", {{"BOLT", 1}}, OrderPolicy::kBackorder);
  close_orders(gateway::kClosedOrdersShown);
  const auto few = rows_of_shown_orders();
  close_orders(2 * gateway::kClosedOrdersShown);
  EXPECT_EQ(rows_of_shown_orders(), few);
  EXPECT_LE(few, 2 * (gateway::kClosedOrdersShown + 1) + 4);
  EXPECT_EQ(gateway::list_shown_orders(warehouse.store).front().id, "open");
}

TEST_F(RowsRead, OfPurchaseOrdersAreThoseThatAreShown) {
  warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
  warehouse.set_item("BOLT", {{"supplier", "ACME"}, {"threshold", "5"}});
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  ASSERT_EQ(gateway::list_shown_purchases(warehouse.store).size(), 1U);
  add_purchases(2 * gateway::kPurchasesShown);
  const auto few = rows_of_shown_purchases();
  add_purchases(5 * gateway::kPurchasesShown);
  EXPECT_EQ(rows_of_shown_purchases(), few);
  EXPECT_LE(few, gateway::kPurchasesShown + 6);
  EXPECT_EQ(gateway::list_shown_purchases(warehouse.store).size(), 1U) << "the old one is open";
}

TEST_F(RowsRead, OfAMovementDoNotGrowWithTheOrdersThatWait) {
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  warehouse.book(pick("BOLT", "MAIN/A", 1));
  place("W0", {{"BOLT", 1}}, OrderPolicy::kBackorder);
  place("W1", {{"BOLT", 1}}, OrderPolicy::kBackorder);
  const auto few = rows_of_movement();
  for (int i = 2; i < 200; ++i) {
    place("W" + std::to_string(i), {{"BOLT", 1}}, OrderPolicy::kBackorder);
  }
  EXPECT_EQ(rows_of_movement(), few);
}

TEST_F(RowsRead, OfAStoreOfBeforeAreTheSameOnceItWasOpened) {
  place("open", {{"BOLT", 1}}, OrderPolicy::kBackorder);
  close_orders(3);
  warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
  warehouse.set_item("NUT", {{"supplier", "ACME"}, {"threshold", "5"}});
  warehouse.book(receive("NUT", "MAIN/A", 1));
  const std::string before = dump(warehouse.store);
  forget_lists();
  EXPECT_NE(problems_of(warehouse.store), "") << "verify sees that the lists are missing";
  warehouse.restart();
  EXPECT_EQ(dump(warehouse.store), before);
}

}  // namespace
}  // namespace domain_test
