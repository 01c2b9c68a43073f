// SPDX-License-Identifier: MIT
// Promise: lines gather in one order a supplier and warehouse until the sweep, the
// sweep turns each order into one mail, goods close their line, and a supplier
// nobody can write to stops nothing.

#include "gateway/limits.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::DeliveryState;
using gateway::PurchaseState;
using gateway::TaskState;

class Purchasing : public DomainTest {
 protected:
  Purchasing() {
    warehouse.set_supplier("ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}});
    warehouse.set_item("BOLT", {{"supplier", "ACME"}, {"threshold", "50"}});
    warehouse.set_item("NUT", {{"supplier", "ACME"}, {"threshold", "10"}});
  }
  gateway::PurchaseOrder order(std::uint64_t number = 1) {
    return gateway::find_purchase(warehouse.store, number).value_or(gateway::PurchaseOrder{});
  }
  /// BOLT at 20 of 50: order 1 with one line of 80, approved.
  void order_bolts() {
    warehouse.book(receive("BOLT", "MAIN/A", 20));
    warehouse.sweep();
    ASSERT_EQ(order().state(), PurchaseState::kApproved);
    ASSERT_EQ(order().lines.at(0).qty, 80);
  }
};

TEST_F(Purchasing, GathersLinesUntilTheSweepAndMailsThemOnce) {
  warehouse.book(receive("BOLT", "MAIN/A", 20));
  warehouse.book(receive("NUT", "MAIN/A", 5));
  EXPECT_TRUE(warehouse.outbox().empty());
  warehouse.now.wall_ms += 1000;
  EXPECT_EQ(warehouse.sweep().changed, 1U);

  ASSERT_EQ(warehouse.purchases().size(), 1U);
  EXPECT_EQ(order().lines.size(), 2U);
  EXPECT_EQ(order().state(), PurchaseState::kApproved);
  const auto outbox = warehouse.outbox();
  ASSERT_EQ(outbox.size(), 1U);
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U) << "handed to the courier with this commit";
  EXPECT_EQ(warehouse.last().deliveries[0].row, outbox[0]);
  EXPECT_EQ(warehouse.last().deliveries[0].purchase, order());
  const auto& mail = outbox[0];
  EXPECT_EQ(mail.purchase_order, 1U);
  EXPECT_EQ(mail.to, "orders@acme.example");
  EXPECT_EQ(mail.to_name, "Acme");
  EXPECT_EQ(mail.subject, "Purchase order PO-000001 for MAIN");
  EXPECT_EQ(mail.message_id, "po-000001.05107e1d@main.shelfwire.invalid");
  EXPECT_EQ(mail.state, DeliveryState::kQueued);
  EXPECT_EQ(mail.attempts, 0U);
  EXPECT_EQ(mail.next_ms, warehouse.now.wall_ms);
}

TEST_F(Purchasing, OrdersAreApartBySupplierAndWarehouse) {
  warehouse.set_supplier("BETA", {{"email", "b@beta.example"}});
  warehouse.set_item("NUT", {{"supplier", "BETA"}});
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  warehouse.book(receive("NUT", "MAIN/A", 1));
  warehouse.book(receive("BOLT", "EAST/A", 1));
  warehouse.book(receive("NUT", "MAIN2", 1));
  EXPECT_EQ(warehouse.purchases().size(), 4U);
  EXPECT_EQ(warehouse.sweep().changed, 4U);
  EXPECT_EQ(warehouse.outbox().size(), 4U);
}

TEST_F(Purchasing, WhatComesAfterTheSweepIsAnotherOrder) {
  order_bolts();
  warehouse.book(receive("NUT", "MAIN/A", 5));
  warehouse.sweep();
  ASSERT_EQ(warehouse.purchases().size(), 2U);
  EXPECT_EQ(order(1).lines.size(), 1U);
  EXPECT_EQ(order(2).lines.at(0).sku.view(), "NUT");
}

TEST_F(Purchasing, AFullOrderIsFollowedByAnother) {
  const std::size_t items = gateway::kPurchaseLinesMax + 5;
  for (std::size_t i = 0; i < items; ++i) {
    const std::string sku = "S" + std::to_string(i);
    warehouse.set_item(sku, {{"supplier", "ACME"}});
    warehouse.book(receive(sku, "MAIN/A", 1));
  }
  ASSERT_EQ(warehouse.purchases().size(), 2U);
  EXPECT_EQ(order(1).lines.size(), gateway::kPurchaseLinesMax);
  EXPECT_EQ(order(2).lines.size(), 5U);
  EXPECT_EQ(warehouse.sweep().changed, 2U);
  EXPECT_EQ(warehouse.outbox().size(), 2U);
}

TEST_F(Purchasing, GoodsCloseTheirLineAndTheAlertFalls) {
  order_bolts();
  warehouse.book(receive("BOLT", "MAIN/B", 80));
  EXPECT_EQ(order().state(), PurchaseState::kReceived);
  EXPECT_EQ(order().lines[0].received, 80);
  const auto position = warehouse.position("BOLT");
  EXPECT_EQ(position.on_order, 0);
  EXPECT_EQ(position.purchase_order(), 0U);
  EXPECT_EQ(position.on_hand, 100);
  EXPECT_FALSE(position.low);
}

TEST_F(Purchasing, PartOfTheGoodsLeavesTheRestOnOrder) {
  order_bolts();
  warehouse.book(receive("BOLT", "MAIN/B", 50));
  EXPECT_EQ(order().state(), PurchaseState::kPartlyReceived);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 30);
  EXPECT_TRUE(warehouse.position("BOLT").low) << "while a line is open";
  EXPECT_EQ(warehouse.position("BOLT").inventory_position(), 100);
  warehouse.book(receive("BOLT", "MAIN/B", 29));
  EXPECT_EQ(warehouse.position("BOLT").on_order, 1);
  warehouse.book(receive("BOLT", "MAIN/B", 1));
  EXPECT_EQ(order().state(), PurchaseState::kReceived);
  EXPECT_FALSE(warehouse.position("BOLT").low);
}

TEST_F(Purchasing, AnExcessIsShownOnItsLine) {
  order_bolts();
  warehouse.book(receive("BOLT", "MAIN/B", 500));
  EXPECT_EQ(order().lines[0].received, 500) << "of 80";
  EXPECT_EQ(warehouse.position("BOLT").on_order, 0);
  EXPECT_EQ(warehouse.position("BOLT").on_hand, 520);
  warehouse.book(receive("BOLT", "MAIN/B", 10));
  EXPECT_EQ(order().lines[0].received, 500) << "nothing is open: stock and nothing else";
}

TEST_F(Purchasing, OneLineReceivedLeavesTheOrderOpen) {
  warehouse.book(receive("BOLT", "MAIN/A", 20));
  warehouse.book(receive("NUT", "MAIN/A", 5));
  warehouse.sweep();
  warehouse.book(receive("BOLT", "MAIN/A", 80));
  EXPECT_EQ(order().state(), PurchaseState::kPartlyReceived);
  EXPECT_FALSE(warehouse.position("BOLT").low);
  EXPECT_TRUE(warehouse.position("NUT").low);
  warehouse.book(receive("NUT", "MAIN/A", 15));
  EXPECT_EQ(order().state(), PurchaseState::kReceived);
}

TEST_F(Purchasing, OnlyAReceiptIsAReceipt) {
  order_bolts();
  warehouse.book(give_back("BOLT", "MAIN/A", 80));
  warehouse.book(count("BOLT", "MAIN/A", 300));
  warehouse.book(move("BOLT", "EAST/A", "MAIN/A", 80));
  warehouse.book(receive("BOLT", "EAST/A", 500));
  EXPECT_EQ(warehouse.position("BOLT").on_order, 80);
  EXPECT_EQ(order().state(), PurchaseState::kApproved);
}

TEST_F(Purchasing, GoodsBeforeTheApprovalAreNotThisOrders) {
  warehouse.book(receive("BOLT", "MAIN/A", 20));
  warehouse.book(receive("BOLT", "MAIN/A", 80));
  EXPECT_EQ(order().state(), PurchaseState::kProposed);
  EXPECT_EQ(order().lines[0].received, 0);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 80);
  warehouse.sweep();
  warehouse.book(receive("BOLT", "MAIN/A", 80));
  EXPECT_EQ(order().state(), PurchaseState::kReceived);
}

TEST_F(Purchasing, ANewNeedAfterTheReceiptIsANewCycle) {
  order_bolts();
  warehouse.book(receive("BOLT", "MAIN/A", 80));
  warehouse.book(pick("BOLT", "MAIN/A", 51));
  const auto position = warehouse.position("BOLT");
  EXPECT_EQ(position.cycle, 2U);
  EXPECT_EQ(position.purchase_order(), 2U);
  EXPECT_EQ(order(2).lines.at(0).cycle, 2U);
  EXPECT_EQ(order(2).lines.at(0).qty, 51);
}

TEST_F(Purchasing, StockThatFallsWhileALineIsOpenIsOrderedWithTheNextOne) {
  order_bolts();
  warehouse.book(pick("BOLT", "MAIN/A", 20));
  warehouse.sweep();
  EXPECT_EQ(warehouse.purchases().size(), 1U) << "one open line a cycle";
  warehouse.book(pick("BOLT", "MAIN/A", 60));     // 60 below zero
  warehouse.book(receive("BOLT", "MAIN/A", 80));  // 20 on hand, nothing on order
  EXPECT_EQ(warehouse.purchases().size(), 2U);
  EXPECT_EQ(order(2).lines.at(0).qty, 80);
  EXPECT_TRUE(warehouse.position("BOLT").low);
}

TEST_F(Purchasing, ASupplierWithoutAnAddressIsOneTaskAndStopsNobodyElse) {
  warehouse.set_supplier("MUTE", {{"name", "Mute"}});
  warehouse.set_item("NUT", {{"supplier", "MUTE"}});
  warehouse.book(receive("NUT", "MAIN/A", 5));
  warehouse.book(receive("BOLT", "MAIN/A", 5));
  for (int i = 0; i < 3; ++i) warehouse.sweep();
  EXPECT_EQ(warehouse.outbox().size(), 1U);
  ASSERT_EQ(warehouse.tasks().size(), 1U);
  EXPECT_EQ(warehouse.tasks()[0].why, "no_supplier_address");
  EXPECT_EQ(warehouse.tasks()[0].detail,
            "PO-000001 waits: set an e-mail address for supplier MUTE");
  EXPECT_EQ(order(1).state(), PurchaseState::kProposed);
  EXPECT_EQ(order(2).state(), PurchaseState::kApproved);
}

TEST_F(Purchasing, AnAddressGivenLaterLetsTheOrderGo) {
  warehouse.set_supplier("MUTE", {{"name", "Mute"}});
  warehouse.set_item("NUT", {{"supplier", "MUTE"}});
  warehouse.book(receive("NUT", "MAIN/A", 5));
  warehouse.sweep();
  warehouse.set_supplier("MUTE", {{"email", "now@mute.example"}});
  EXPECT_EQ(warehouse.sweep().changed, 1U);
  EXPECT_EQ(order().state(), PurchaseState::kApproved);
  EXPECT_EQ(warehouse.outbox().at(0).to, "now@mute.example");
  EXPECT_EQ(warehouse.tasks().at(0).state, TaskState::kWithdrawn) << "nothing left to do";
}

TEST_F(Purchasing, OrderNumbersRoundTrip) {
  EXPECT_EQ(gateway::purchase_id(17), "PO-000017");
  EXPECT_EQ(gateway::purchase_id(12'345'678), "PO-12345678");
  EXPECT_EQ(gateway::parse_purchase_id("PO-000017"), 17U);
  EXPECT_EQ(gateway::parse_purchase_id("PO-12345678"), 12'345'678U);
  for (const auto* bad : {"", "PO-", "PO-17", "PO-00001x", "PO-000000", "po-000017", "PO- 00017",
                          "PO--00017", "PO-99999999999999999999"}) {
    EXPECT_FALSE(gateway::parse_purchase_id(bad)) << bad;
  }
}

class Delivery : public Purchasing {
 protected:
  Delivery() { order_bolts(); }
  gateway::Outcome report(DeliveryState state, std::string error = {}) {
    return warehouse.apply(gateway::DeliveryReport{1, state, 5000, std::move(error)});
  }
};

TEST_F(Delivery, SentEndsTheRowAndMarksTheOrder) {
  EXPECT_EQ(report(DeliveryState::kSent).verdict, gateway::Verdict::kDone);
  EXPECT_TRUE(warehouse.outbox().empty());
  EXPECT_EQ(order().state(), PurchaseState::kSent);
  EXPECT_TRUE(warehouse.last().deliveries.empty());
  EXPECT_EQ(report(DeliveryState::kSent).verdict, gateway::Verdict::kNotFound);
}

TEST_F(Delivery, AFailedAttemptIsRepeatedUnderTheSameMessageId) {
  const auto before = warehouse.outbox().at(0);
  for (const auto state : {DeliveryState::kQueued, DeliveryState::kMaybeSent}) {
    report(state, "451 try again");
    const auto row = warehouse.outbox().at(0);
    EXPECT_EQ(row.state, state);
    EXPECT_EQ(row.next_ms, 5000);
    EXPECT_EQ(row.error, "451 try again");
    EXPECT_EQ(row.message_id, before.message_id);
    ASSERT_EQ(warehouse.last().deliveries.size(), 1U) << "the courier gets it back";
    EXPECT_EQ(warehouse.last().deliveries[0].row, row);
    EXPECT_EQ(gateway::list_deliveries(warehouse.store).size(), 1U) << "and after a restart too";
  }
  EXPECT_EQ(warehouse.outbox().at(0).attempts, 2U);
  EXPECT_EQ(order().state(), PurchaseState::kApproved);
}

TEST_F(Delivery, ARefusalForGoodWaitsForAPerson) {
  report(DeliveryState::kFailed, "550 no such user");
  EXPECT_EQ(warehouse.outbox().at(0).state, DeliveryState::kFailed);
  EXPECT_TRUE(warehouse.last().deliveries.empty());
  EXPECT_TRUE(gateway::list_deliveries(warehouse.store).empty());
}

TEST_F(Delivery, ALongErrorIsCutBetweenCharacters) {
  report(DeliveryState::kQueued, std::string(gateway::kReasonBytesMax - 1, 'x') + "\xe2\x82\xac");
  EXPECT_EQ(warehouse.outbox().at(0).error, std::string(gateway::kReasonBytesMax - 1, 'x'));
}

TEST_F(Delivery, GoodsFasterThanTheMailStayReceived) {
  warehouse.book(receive("BOLT", "MAIN/A", 80));
  report(DeliveryState::kSent);
  EXPECT_EQ(order().state(), PurchaseState::kReceived);
  EXPECT_TRUE(warehouse.outbox().empty());
}

}  // namespace
}  // namespace domain_test
