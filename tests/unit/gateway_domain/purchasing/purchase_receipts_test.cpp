// SPDX-License-Identifier: MIT
// Promise: goods close the line of the order they name, else the oldest open line, and
// the ledger says which; so an undone receipt opens its line again, whatever happened to
// the order since. What is received at an order is booked whole or not at all.

#include "gateway/limits.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::PurchaseAction;
using gateway::PurchaseState;
using gateway::Verdict;
using Lines = std::vector<gateway::ReceivePurchase::Line>;

Lines bolts(wire::Quantity qty) {
  return {{text<wire::Sku>("BOLT"), qty}};
}

/// BOLT at 20 of 50, which asks for 80: order 1, approved.
class PurchaseReceipts : public DomainTest {
 protected:
  PurchaseReceipts() {
    warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
    warehouse.set_item("BOLT", {{"supplier", "ACME"}, {"threshold", "50"}});
    warehouse.set_item("NUT", {{"supplier", "ACME"}, {"threshold", "10"}});
    warehouse.book(receive("BOLT", "MAIN/A", 20));
    warehouse.sweep();
  }
  gateway::LedgerSeq receive_named(std::string_view ref, wire::Quantity qty,
                                   std::string_view to = "MAIN/A") {
    auto movement = receive("BOLT", to, qty);
    movement.ref = text<wire::Reference>(ref);
    return warehouse.book(movement).ledger_seq;
  }
  /// Order 1 is received, stock falls to 20 again, and order 2 asks for 80 more.
  gateway::LedgerSeq order_twice() {
    const auto receipt = warehouse.receive_order(1).ledger_seq;
    warehouse.book(pick("BOLT", "MAIN/A", 20));
    warehouse.book(pick("BOLT", "MAIN", 60));
    warehouse.sweep();
    EXPECT_EQ(warehouse.position("BOLT").purchase_order(), 2U);
    return receipt;
  }
  [[nodiscard]] wire::Quantity received(std::uint64_t order) const {
    return warehouse.purchase(order).lines.at(0).received;
  }
  void expect_refused(const gateway::Outcome& outcome, std::string_view why) {
    EXPECT_EQ(outcome.verdict, Verdict::kRefused);
    EXPECT_EQ(reasons_of(outcome), std::string(why) + '\n');
  }
};

TEST_F(PurchaseReceipts, EverythingOpenGoesIntoTheOrdersWarehouse) {
  const auto outcome = warehouse.receive_order(1);
  EXPECT_EQ(outcome.verdict, Verdict::kDone);
  EXPECT_EQ(outcome.changed, 1U);
  const auto entry = warehouse.entry(outcome.ledger_seq);
  EXPECT_EQ(entry.op, wire::Op::kReceive);
  EXPECT_EQ(entry.qty, 80);
  EXPECT_EQ(entry.to.view(), "MAIN");
  EXPECT_EQ(entry.ref.view(), "PO-000001");
  EXPECT_EQ(entry.purchase_order, 1U);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kReceived);
  expect_refused(warehouse.receive_order(1),
                 "po: PO-000001 is received: everything is in; name what came too much");
}

TEST_F(PurchaseReceipts, SomeOfItGoesWhereAPersonSays) {
  EXPECT_EQ(warehouse.receive_order(1, bolts(30), "MAIN/B").verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/B"), 30);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 50);
  EXPECT_EQ(warehouse.receive_order(1).ledger_seq, 3U);
  EXPECT_EQ(warehouse.entry(3).qty, 50) << "the rest";
}

TEST_F(PurchaseReceipts, AllLinesOrNone) {
  const auto before = dump(warehouse.store);
  expect_refused(warehouse.receive_order(1, {{text<wire::Sku>("BOLT"), 1},
                                             {text<wire::Sku>("NUT"), 1},
                                             {text<wire::Sku>("BOLT"), 0}}),
                 "sku: NUT is not in PO-000001\nqty: BOLT: the quantity is out of range");
  expect_refused(warehouse.receive_order(1, bolts(1), "@scrap"),
                 "to: must be a location like MAIN/A-01");
  expect_refused(warehouse.receive_order(1, bolts(1), "EAST/A"),
                 "to: must be in MAIN, where the purchase order goes");
  EXPECT_EQ(dump(warehouse.store), before);
}

TEST_F(PurchaseReceipts, ManyMovementsWhereOneCannotCarryIt) {
  warehouse.set_item("BOLT", {{"order_up_to", "2500000"}});
  warehouse.change(1, PurchaseAction::kCancel);
  warehouse.resume("BOLT");
  EXPECT_EQ(warehouse.purchase(2).lines.at(0).qty, 2'499'980);
  const auto outcome = warehouse.receive_order(2);
  EXPECT_EQ(outcome.changed, 3U);
  EXPECT_EQ(warehouse.entry(outcome.ledger_seq).qty, 499'980);
  EXPECT_EQ(warehouse.purchase(2).state(), PurchaseState::kReceived);
}

TEST_F(PurchaseReceipts, WhatDoesNotFitTheBooksIsRefusedWhole) {
  warehouse.set_item("BOLT", {{"barcodes", "SHIP*100000"}});
  const auto ship_load = [](std::string_view to) {
    return by_code(receive("", to, wire::kQuantityMax), "SHIP");
  };
  Scanner scanner("S1");
  for (int i = 0; i < 9; ++i) warehouse.scan(scanner, ship_load("EAST/A"));
  warehouse.scan(scanner, by_code(receive("", "EAST/A", 989'998), "SHIP"));
  // All that ever came is 20 + 80 short of a billion and a bit below the bound.
  const auto left = gateway::kStockMax + warehouse.on_hand("BOLT", "@supplier");
  ASSERT_LT(left, 2 * gateway::kThresholdMax);
  const auto length = warehouse.ledger_length();
  const auto half = left / 2 + 1;
  const auto outcome = warehouse.receive_order(
      1, {{text<wire::Sku>("BOLT"), half}, {text<wire::Sku>("BOLT"), half}}, "MAIN/B");
  expect_refused(outcome, "qty: BOLT: the quantity is out of range");
  EXPECT_EQ(warehouse.ledger_length(), length);
}

TEST_F(PurchaseReceipts, ARepeatedReceiptIsBookedOnce) {
  const auto first = warehouse.receive_order(1, bolts(30), {}, "r1");
  const auto again = warehouse.receive_order(1, bolts(30), {}, "r1");
  EXPECT_EQ(again.verdict, Verdict::kRepeated);
  EXPECT_EQ(again.ledger_seq, first.ledger_seq);
  EXPECT_EQ(received(1), 30);
  EXPECT_EQ(warehouse.receive_order(1, bolts(31), {}, "r1").refused, wire::Refusal::kKeyReused);
}

TEST_F(PurchaseReceipts, NothingIsReceivedAtAnOrderThatIsProposedOrCancelled) {
  warehouse.book(receive("NUT", "MAIN/A", 5));
  expect_refused(warehouse.receive_order(2),
                 "po: PO-000002 is proposed: receive the goods with `shelfctl move receive`");
  warehouse.change(2, PurchaseAction::kCancel);
  expect_refused(warehouse.receive_order(2),
                 "po: PO-000002 is cancelled: receive the goods with `shelfctl move receive`");
}

TEST_F(PurchaseReceipts, GoodsOfAnOrderThatIsInAlreadyCameTooMuch) {
  warehouse.receive_order(1);
  EXPECT_EQ(warehouse.receive_order(1, bolts(7)).verdict, Verdict::kDone);
  EXPECT_EQ(received(1), 87);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kReceived);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 0);
}

TEST_F(PurchaseReceipts, AnUndoneReceiptOpensItsLineAgain) {
  const auto receipt = warehouse.receive_order(1).ledger_seq;
  EXPECT_FALSE(warehouse.position("BOLT").low);
  const auto undo = warehouse.undo_entry(receipt).ledger_seq;
  EXPECT_EQ(warehouse.entry(undo).purchase_order, 1U);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kApproved);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 80);
  EXPECT_EQ(warehouse.position("BOLT").purchase_order(), 1U);
  warehouse.sweep();
  EXPECT_EQ(warehouse.purchases().size(), 1U) << "it is on order again";
}

TEST_F(PurchaseReceipts, UndoingPartOfAnExcessLeavesTheLineClosed) {
  warehouse.receive_order(1);
  const auto excess = warehouse.receive_order(1, bolts(10)).ledger_seq;
  warehouse.undo_entry(excess);
  EXPECT_EQ(received(1), 80);
  EXPECT_TRUE(warehouse.position("BOLT").open_lines.empty());
}

TEST_F(PurchaseReceipts, UndoingMoreThanTheExcessOpensTheLineForTheRest) {
  const auto receipt = warehouse.receive_order(1).ledger_seq;
  warehouse.receive_order(1, bolts(10));
  warehouse.undo_entry(receipt);
  EXPECT_EQ(received(1), 10);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 70);
}

TEST_F(PurchaseReceipts, AnUndoneReceiptOfACancelledOrderExpectsNothing) {
  const auto receipt = warehouse.receive_order(1, bolts(30)).ledger_seq;
  warehouse.change(1, PurchaseAction::kCancel);
  warehouse.undo_entry(receipt);
  EXPECT_EQ(received(1), 0);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 0);
  EXPECT_TRUE(warehouse.position("BOLT").open_lines.empty());
  EXPECT_TRUE(warehouse.position("BOLT").reorder_suppressed);
}

TEST_F(PurchaseReceipts, TwoOpenLinesAreFilledOldestFirst) {
  const auto receipt = order_twice();
  warehouse.undo_entry(receipt);
  const std::vector<gateway::OpenLine> both{{1, 1}, {2, 2}};
  EXPECT_EQ(warehouse.position("BOLT").open_lines, both);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 160);
  warehouse.book(receive("BOLT", "MAIN/A", 80));
  EXPECT_EQ(received(1), 80);
  EXPECT_EQ(received(2), 0);
  warehouse.book(receive("BOLT", "MAIN/A", 80));
  EXPECT_EQ(received(2), 80);
}

TEST_F(PurchaseReceipts, TheOrderThatGoodsNameComesBeforeTheOldest) {
  warehouse.undo_entry(order_twice());
  receive_named("PO-000002", 30);
  EXPECT_EQ(received(1), 0);
  EXPECT_EQ(received(2), 30);
  receive_named("DN-4711", 5);
  EXPECT_EQ(received(1), 5) << "no order's name: the oldest open line";
  receive_named("PO-000009", 5);
  EXPECT_EQ(received(1), 10) << "nor is one that does not exist";
}

TEST_F(PurchaseReceipts, CancellingOneOfTwoOpenLinesLeavesTheOther) {
  warehouse.undo_entry(order_twice());
  warehouse.change(1, PurchaseAction::kCancel);
  EXPECT_EQ(warehouse.position("BOLT").purchase_order(), 2U);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 80);
  warehouse.book(receive("BOLT", "MAIN/A", 80));
  EXPECT_EQ(received(2), 80);
}

TEST_F(PurchaseReceipts, TheOlderLineMayBeInTheNewerOrder) {
  // An order that waits for a person keeps its number while younger ones come and go.
  const gateway::Settings by_hand{.approve_by_itself = false, .new_incarnation = 0x5107e1d};
  warehouse.restart(by_hand);
  warehouse.set_supplier("BETA", {{"email", "b@beta.example"}});
  warehouse.book(receive("NUT", "MAIN/A", 5));  // order 2 at ACME, proposed
  warehouse.set_item("CAP", {{"supplier", "BETA"}, {"threshold", "10"}});
  warehouse.book(receive("CAP", "MAIN/A", 5));  // order 3 at BETA
  warehouse.change(3, PurchaseAction::kApprove);
  const auto receipt = warehouse.receive_order(3).ledger_seq;
  warehouse.set_item("CAP", {{"supplier", "ACME"}});
  warehouse.book(pick("CAP", "MAIN/A", 11));  // its second line joins order 2
  warehouse.undo_entry(receipt);
  const std::vector<gateway::OpenLine> both{{3, 1}, {2, 2}};
  EXPECT_EQ(warehouse.position("CAP").open_lines, both) << "by age of the line";
  EXPECT_EQ(problems_of(warehouse.store), "");
  warehouse.book(receive("CAP", "MAIN/A", 15));
  EXPECT_EQ(received(3), 15);
}

TEST_F(PurchaseReceipts, GoodsForAnotherWarehouseAreNotTheOrders) {
  const auto seq = receive_named("PO-000001", 80, "EAST/A");
  EXPECT_EQ(warehouse.entry(seq).purchase_order, 0U);
  EXPECT_EQ(received(1), 0);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 80);
}

TEST_F(PurchaseReceipts, AScannersUndoOpensTheLineToo) {
  Scanner scanner("S1");
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 80));
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kReceived);
  warehouse.scan(scanner, undo(1));
  EXPECT_EQ(warehouse.position("BOLT").on_order, 80);
}

TEST_F(PurchaseReceipts, TheGoodsOfAnOrderAreNotThoseOfItsSuccessor) {
  const auto receipt = order_twice();
  warehouse.change(2, PurchaseAction::kCancel);
  warehouse.undo_entry(receipt);
  EXPECT_EQ(warehouse.position("BOLT").purchase_order(), 1U);
  warehouse.receive_order(1);
  EXPECT_EQ(received(1), 80);
  EXPECT_EQ(received(2), 0);
}

}  // namespace
}  // namespace domain_test
