// SPDX-License-Identifier: MIT
// Promise: stock below its threshold raises one alert and opens one order line, in
// the decision of the movement that took it there; nothing is ordered twice, and
// nothing without need.

#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::Verdict;

class Reorder : public DomainTest {
 protected:
  Reorder() {
    warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
    warehouse.set_item("BOLT", {{"supplier", "ACME"}, {"threshold", "50"}});
  }
  /// The one line ordered so far, of all orders.
  std::vector<gateway::PurchaseLine> lines() {
    std::vector<gateway::PurchaseLine> lines;
    for (const auto& order : warehouse.purchases()) {
      lines.insert(lines.end(), order.lines.begin(), order.lines.end());
    }
    return lines;
  }
  /// Quantity ordered when `on_hand` is what a first count finds.
  wire::Quantity ordered_at(wire::Quantity on_hand, Columns columns) {
    warehouse.set_item("NUT", [&] {
      columns.insert(columns.begin(), {{"supplier", "ACME"}});
      return columns;
    }());
    warehouse.book(count("NUT", "MAIN/N", on_hand));
    const auto all = lines();
    return all.empty() ? 0 : all.back().qty;
  }
};

TEST_F(Reorder, BelowTheThresholdIsLowAndAtTheThresholdIsNot) {
  warehouse.book(receive("BOLT", "MAIN/A", 60));
  warehouse.book(pick("BOLT", "MAIN/A", 10));
  EXPECT_FALSE(warehouse.position("BOLT").low);
  EXPECT_TRUE(warehouse.last().lows.empty());
  EXPECT_TRUE(lines().empty());

  warehouse.now.wall_ms += 1000;
  warehouse.book(pick("BOLT", "MAIN/A", 1));
  const auto position = warehouse.position("BOLT");
  EXPECT_TRUE(position.low);
  EXPECT_EQ(position.low_since_ms, warehouse.now.wall_ms);
  ASSERT_EQ(warehouse.last().lows.size(), 1U);
  EXPECT_EQ(warehouse.last().lows[0].available, 49);
  EXPECT_EQ(warehouse.last().lows[0].threshold, 50);
  EXPECT_TRUE(warehouse.last().lows[0].position.low);
}

TEST_F(Reorder, TheLineSaysWhyItWasOpened) {
  warehouse.book(receive("BOLT", "MAIN/A", 60));
  warehouse.book(pick("BOLT", "MAIN/A", 11));
  const auto order = warehouse.purchases().at(0);
  EXPECT_EQ(order.number, 1U);
  EXPECT_EQ(order.supplier, "ACME");
  EXPECT_EQ(order.warehouse, "MAIN");
  EXPECT_EQ(order.state(), gateway::PurchaseState::kProposed);
  ASSERT_EQ(order.lines.size(), 1U);
  const auto& line = order.lines[0];
  EXPECT_EQ(line.sku.view(), "BOLT");
  EXPECT_EQ(line.qty, 100 - 49) << "up to twice the threshold";
  EXPECT_EQ(line.on_hand, 49);
  EXPECT_EQ(line.on_order, 0);
  EXPECT_EQ(line.threshold, 50);
  EXPECT_EQ(line.order_up_to, 100);
  EXPECT_EQ(line.ledger_seq, 2U);
  EXPECT_EQ(line.cycle, 1U);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 51);
  EXPECT_EQ(warehouse.position("BOLT").purchase_order(), 1U);
}

TEST_F(Reorder, AnItemIsArmedByItsFirstMovementThere) {
  warehouse.sweep();
  EXPECT_TRUE(lines().empty()) << "never stocked is not low";
  warehouse.book(count("BOLT", "MAIN/A", 0));  // a first look, even at nothing
  EXPECT_EQ(lines().size(), 1U);
  EXPECT_EQ(lines()[0].qty, 100);
}

TEST_F(Reorder, AMoveIsAFirstMovementToo) {
  warehouse.book(move("BOLT", "MAIN/A", "MAIN/B", 5));
  EXPECT_EQ(warehouse.position("BOLT").on_hand, 0);
  EXPECT_EQ(lines().size(), 1U);
}

TEST_F(Reorder, EveryWarehouseStandsForItself) {
  warehouse.book(receive("BOLT", "EAST/A", 500));
  warehouse.book(receive("BOLT", "MAIN/A", 30));
  ASSERT_EQ(warehouse.purchases().size(), 1U);
  EXPECT_EQ(warehouse.purchases()[0].warehouse, "MAIN");
  EXPECT_FALSE(warehouse.position("BOLT", "EAST").low);

  warehouse.book(move("BOLT", "EAST/A", "MAIN/A", 480));
  EXPECT_EQ(warehouse.position("BOLT", "MAIN").on_hand, 510);
  EXPECT_EQ(warehouse.position("BOLT", "EAST").on_hand, 20);
  ASSERT_EQ(warehouse.purchases().size(), 2U);
  EXPECT_EQ(warehouse.purchases()[1].warehouse, "EAST");
  EXPECT_EQ(warehouse.position("BOLT", "MAIN").purchase_order(), 1U)
      << "a transfer is no receipt: what was ordered still comes";
}

TEST_F(Reorder, ItemsWithoutAThresholdTakeTheDefault) {
  warehouse.set_item("NUT", {{"supplier", "ACME"}});
  warehouse.book(receive("NUT", "MAIN/A", 100));
  EXPECT_FALSE(warehouse.position("NUT").low);
  warehouse.book(pick("NUT", "MAIN/A", 1));
  EXPECT_TRUE(warehouse.position("NUT").low);
  EXPECT_EQ(lines().at(0).threshold, 100);
  EXPECT_EQ(lines().at(0).qty, 101);
}

TEST_F(Reorder, UnwatchedItemsAreNeverLow) {
  warehouse.set_item("BOLT", {{"low_stock_flag", "No"}});
  warehouse.book(count("BOLT", "MAIN/A", 1));
  EXPECT_FALSE(warehouse.position("BOLT").low);
  warehouse.set_item("BOLT", {{"low_stock_flag", "Yes"}});
  warehouse.apply(gateway::RemoveItem{text<wire::Sku>("BOLT")});
  warehouse.book(pick("BOLT", "MAIN/A", 1));
  warehouse.sweep();
  EXPECT_FALSE(warehouse.position("BOLT").low);
  EXPECT_TRUE(lines().empty());
}

TEST_F(Reorder, AThresholdOfZeroOrdersOnlyWhatIsMissing) {
  EXPECT_EQ(ordered_at(0, {{"threshold", "0"}}), 0);
  warehouse.book(pick("NUT", "MAIN/N", 3));
  EXPECT_EQ(lines().at(0).qty, 3);
}

TEST_F(Reorder, OrdersUpToTheTarget) {
  EXPECT_EQ(ordered_at(9, {{"threshold", "10"}, {"order_up_to", "75"}}), 66);
}

TEST_F(Reorder, RoundsUpToWholePacks) {
  EXPECT_EQ(ordered_at(9, {{"threshold", "10"}, {"pack_multiple", "6"}}), 12);
}

TEST_F(Reorder, OrdersExactPacksAsTheyAre) {
  EXPECT_EQ(ordered_at(8, {{"threshold", "10"}, {"pack_multiple", "6"}}), 12);
}

TEST_F(Reorder, OrdersAtLeastTheMinimum) {
  EXPECT_EQ(ordered_at(9, {{"threshold", "10"}, {"moq", "40"}}), 40);
}

TEST_F(Reorder, RoundsTheMinimumUpToWholePacksToo) {
  EXPECT_EQ(ordered_at(9, {{"threshold", "10"}, {"moq", "40"}, {"pack_multiple", "12"}}), 48);
}

TEST_F(Reorder, TheMinimumAloneIsNoReasonToOrder) {
  EXPECT_EQ(ordered_at(10, {{"threshold", "10"}, {"moq", "40"}}), 0);
}

TEST_F(Reorder, AFlappingItemIsOrderedOnce) {
  warehouse.book(receive("BOLT", "MAIN/A", 50));
  for (int i = 0; i < 20; ++i) {
    warehouse.book(pick("BOLT", "MAIN/A", 1));
    warehouse.sweep();
    warehouse.book(give_back("BOLT", "MAIN/A", 1));
    warehouse.sweep();
  }
  EXPECT_EQ(lines().size(), 1U);
  EXPECT_EQ(warehouse.position("BOLT").cycle, 1U);
}

TEST_F(Reorder, AnAlertWithoutASupplierFallsOnlyAtTheRearmLevel) {
  warehouse.set_item("BOLT", {{"supplier", ""}});
  warehouse.book(receive("BOLT", "MAIN/A", 49));
  const auto since = warehouse.position("BOLT").low_since_ms;
  EXPECT_TRUE(warehouse.position("BOLT").low);
  EXPECT_TRUE(lines().empty());

  warehouse.now.wall_ms += 1000;
  warehouse.book(receive("BOLT", "MAIN/A", 5));  // 54: above 50, below 50 + 5
  EXPECT_TRUE(warehouse.position("BOLT").low);
  warehouse.book(pick("BOLT", "MAIN/A", 10));  // and below again: the same alert
  EXPECT_EQ(warehouse.position("BOLT").low_since_ms, since);
  warehouse.book(receive("BOLT", "MAIN/A", 11));  // 55
  EXPECT_FALSE(warehouse.position("BOLT").low);
  EXPECT_EQ(warehouse.position("BOLT").low_since_ms, 0);
  ASSERT_EQ(warehouse.last().lows.size(), 1U) << "the fall is shown";
  EXPECT_FALSE(warehouse.last().lows[0].position.low);
  warehouse.book(pick("BOLT", "MAIN/A", 1));
  EXPECT_TRUE(warehouse.last().lows.empty());
}

TEST_F(Reorder, ASmallThresholdRearmsOneAbove) {
  warehouse.set_item("BOLT", {{"supplier", ""}, {"threshold", "3"}});
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  EXPECT_TRUE(warehouse.position("BOLT").low);
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  EXPECT_FALSE(warehouse.position("BOLT").low);
}

TEST_F(Reorder, AnAlertThatIsUpIsShownWithEveryChange) {
  warehouse.book(receive("BOLT", "MAIN/A", 10));
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  ASSERT_EQ(warehouse.last().lows.size(), 1U);
  EXPECT_EQ(warehouse.last().lows[0].available, 11);
  EXPECT_EQ(warehouse.last().lows[0].position.on_order, 90);
}

TEST_F(Reorder, ASupplierGivenLaterIsOrderedFromByTheSweep) {
  warehouse.set_item("BOLT", {{"supplier", ""}});
  warehouse.book(receive("BOLT", "MAIN/A", 10));
  warehouse.set_item("BOLT", {{"supplier", "ACME"}});
  EXPECT_TRUE(lines().empty());
  warehouse.sweep();
  ASSERT_EQ(lines().size(), 1U);
  EXPECT_EQ(lines()[0].ledger_seq, 0U) << "found by the sweep, not by a movement";
}

TEST_F(Reorder, TheSweepFollowsAChangedPolicy) {
  warehouse.book(receive("BOLT", "MAIN/A", 60));
  warehouse.set_item("BOLT", {{"threshold", "70"}});
  warehouse.sweep();
  EXPECT_TRUE(warehouse.position("BOLT").low);
  EXPECT_EQ(lines().at(0).qty, 80);
  warehouse.set_item("NUT", {{"threshold", "5"}});
  warehouse.book(receive("NUT", "MAIN/A", 2));
  warehouse.set_item("NUT", {{"threshold", "1"}});
  warehouse.sweep();
  EXPECT_FALSE(warehouse.position("NUT").low);
  EXPECT_EQ(warehouse.last().lows.size(), 1U);
}

TEST_F(Reorder, ASecondSweepWritesNothing) {
  warehouse.set_supplier("MUTE");
  warehouse.set_item("NUT", {{"supplier", "MUTE"}});
  warehouse.set_item("LONE");
  for (const auto* sku : {"BOLT", "NUT", "LONE"}) warehouse.book(receive(sku, "MAIN/A", 1));
  EXPECT_EQ(warehouse.sweep().changed, 2U) << "two orders; the alerts were raised before";
  const auto before = dump(warehouse.store);
  const auto commits = warehouse.store.commits();
  warehouse.now.wall_ms += 60'000;
  EXPECT_EQ(warehouse.sweep().changed, 0U);
  EXPECT_EQ(dump(warehouse.store), before);
  EXPECT_EQ(warehouse.store.commits(), commits);
  EXPECT_TRUE(warehouse.last().deliveries.empty());
  EXPECT_TRUE(warehouse.last().lows.empty());
}

TEST_F(Reorder, AnItemThatFlapsAroundItsThresholdGetsOneOrder) {
  warehouse.book(receive("BOLT", "MAIN/A", 50));
  for (int flap = 0; flap < 1000; ++flap) {
    warehouse.book(pick("BOLT", "MAIN/A", 1));  // 49 of 50
    if (flap % 7 == 0) warehouse.sweep();
    if (flap % 11 == 0) warehouse.restart();
    warehouse.book(give_back("BOLT", "MAIN/A", 1));
    if (flap % 5 == 0) warehouse.sweep();
  }
  ASSERT_EQ(warehouse.purchases().size(), 1U);
  EXPECT_EQ(lines().size(), 1U);
  EXPECT_EQ(warehouse.outbox().size(), 1U);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 51);
}

TEST_F(Reorder, AnAlertThatIsUpStatesItsThreshold) {
  warehouse.set_item("NUT", {{"threshold", "5"}});
  warehouse.book(receive("NUT", "MAIN/A", 20));
  warehouse.book(receive("BOLT", "MAIN/A", 20));
  warehouse.restart();
  EXPECT_FALSE(warehouse.position("NUT").low);
  const auto alert = gateway::low_alert(warehouse.store, warehouse.position("BOLT"), 100);
  EXPECT_TRUE(alert.position.low);
  EXPECT_EQ(alert.position, warehouse.position("BOLT"));
  EXPECT_EQ(alert.threshold, 50);
}

TEST_F(Reorder, OnlyATradeItemNumberIsToldToTheSupplier) {
  warehouse.set_item("BOLT", {{"barcodes", "=OWN 15901234123454*24 5901234123457"}});
  warehouse.set_item("NUT", {{"supplier", "ACME"}, {"barcodes", "@OWN 96385074*6"}});
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  warehouse.book(receive("NUT", "MAIN/A", 1));
  EXPECT_EQ(lines().at(0).gtin, "05901234123457");
  EXPECT_EQ(lines().at(1).gtin, "");
}

}  // namespace
}  // namespace domain_test
