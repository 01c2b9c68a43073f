// SPDX-License-Identifier: MIT
// Promise: what waits for goods is filled as they come, first come, first served, wherever
// they come from; nobody is overtaken; and reordering counts what is promised, on the figures
// at the end of a context.
// How: orders that wait, and each way in which goods become free.

#include "order_desk.h"

namespace domain_test {
namespace {

class Backorders : public OrderDesk {
 protected:
  gateway::Order wait(std::string_view id, const Lines& lines, std::string email = {}) {
    auto waiting = place(id, lines, OrderPolicy::kBackorder, std::move(email));
    EXPECT_EQ(waiting.state(), OrderState::kBackordered);
    return waiting;
  }
  /// Who has got how much of BOLT, and who waits for how much.
  [[nodiscard]] std::string standing() const {
    std::string text;
    gateway::scan_orders(warehouse.store, 1, [&](const gateway::Order& each) {
      const auto& line = each.lines.at(0);
      text += each.id + ':' + std::to_string(line.confirmed) + '+' +
              std::to_string(line.backordered) + ' ';
      return true;
    });
    return text;
  }
  void reorder(std::string_view sku, std::string threshold, std::string up_to) {
    warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
    warehouse.set_item(sku, {{"supplier", "ACME"},
                             {"threshold", std::move(threshold)},
                             {"order_up_to", std::move(up_to)}});
  }
  [[nodiscard]] std::vector<gateway::PurchaseLine> ordered() const {
    std::vector<gateway::PurchaseLine> lines;
    for (const auto& each : warehouse.purchases()) {
      lines.insert(lines.end(), each.lines.begin(), each.lines.end());
    }
    return lines;
  }
};

// --- who is filled ----------------------------------------------------------------

TEST_F(Backorders, AreFilledFirstComeFirstServedAndInPart) {
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  wait("1", {{"BOLT", 4}}, "ann@a.example");
  wait("2", {{"BOLT", 2}});
  wait("3", {{"BOLT", 1}});
  EXPECT_EQ(standing(), "1:1+3 2:0+2 3:0+1 ");
  EXPECT_EQ(warehouse.position("BOLT").backordered, 6);

  warehouse.book(receive("BOLT", "EAST/A", 2));
  EXPECT_EQ(standing(), "1:3+1 2:0+2 3:0+1 ");
  EXPECT_EQ(order("1").decided, OrderState::kBackordered);
  EXPECT_TRUE(warehouse.last().work.empty());
  EXPECT_EQ(notes(), "");
  EXPECT_EQ(warehouse.position("BOLT").backordered, 4);
  EXPECT_EQ(warehouse.position("BOLT", "EAST").reserved, 2);

  warehouse.book(receive("BOLT", "MAIN/A", 2));
  EXPECT_EQ(standing(), "1:4+0 2:1+1 3:0+1 ") << "a small order does not overtake a big one";
  EXPECT_EQ(notes(), "order 1 check confirmed: the missing goods came in\n");
  EXPECT_EQ(warehouse.last().work, std::vector{OrderStage::kInvoice});
  EXPECT_EQ(order("1").state(), OrderState::kBackordered) << "until the customer is told";
  EXPECT_EQ(order("1").reason, "");
  run();
  EXPECT_EQ(order("1").state(), OrderState::kConfirmed);
  EXPECT_EQ(invoices().size(), 1U);
  EXPECT_EQ(invoices()[0].lines.at(0).qty, 4);
  ASSERT_EQ(mails().size(), 2U);
  EXPECT_EQ(mails()[0].notice->state, OrderState::kBackordered);
  EXPECT_EQ(mails()[1].notice->state, OrderState::kConfirmed);
  EXPECT_NE(mails()[0].message_id, mails()[1].message_id);

  warehouse.book(receive("BOLT", "MAIN/A", 9));
  run();
  EXPECT_EQ(standing(), "1:4+0 2:2+0 3:1+0 ");
  EXPECT_TRUE(backorders().empty());
  EXPECT_EQ(warehouse.position("BOLT").backordered, 0);
  EXPECT_EQ(warehouse.position("BOLT").available(), 7);
}

TEST_F(Backorders, ALaterOrderDoesNotOvertakeOneThatWaits) {
  wait("1", {{"BOLT", 4}});
  warehouse.book(receive("BOLT", "MAIN/A", 3));
  EXPECT_EQ(place("2", {{"BOLT", 1}}).state(), OrderState::kRejected);
  EXPECT_EQ(standing(), "1:3+1 2:0+0 ");
}

TEST_F(Backorders, AnyWayInWhichGoodsBecomeFreeFillsThem) {
  warehouse.book(receive("BOLT", "MAIN/A", 10));
  place("held", {{"BOLT", 3}});
  const auto other = warehouse.book(pick("BOLT", "MAIN/A", 6)).ledger_seq;
  const auto scrapped = warehouse.book(scrap("BOLT", "MAIN/A", 1)).ledger_seq;
  wait("1", {{"BOLT", 20}});
  const auto filled = [&] { return line("1").confirmed; };
  EXPECT_EQ(filled(), 0);
  warehouse.book(give_back("BOLT", "MAIN/B", 1));
  EXPECT_EQ(filled(), 1) << "a return";
  warehouse.undo_entry(scrapped);
  EXPECT_EQ(filled(), 2) << "the undo of a scrapping";
  warehouse.undo_entry(other);
  EXPECT_EQ(filled(), 8) << "the undo of a pick";
  warehouse.book(count("BOLT", "MAIN/A", 12));
  EXPECT_EQ(filled(), 10) << "a count";
  cancel("held");
  EXPECT_EQ(filled(), 13) << "an order that was cancelled";
  warehouse.apply(gateway::PlainSupply{"topic", "BOLT", "EAST", 2, {}});
  EXPECT_EQ(filled(), 15) << "a plain message";
  Scanner scanner("S1");
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 1));
  EXPECT_EQ(filled(), 16) << "a scan";
  warehouse.scan(scanner, receive("NONE", "MAIN/A", 1));
  warehouse.settle(warehouse.tasks().size(), "BOLT");
  EXPECT_EQ(filled(), 17) << "a task that was settled";
  warehouse.book(move("BOLT", "@adjust", "MAIN/A", 1));
  EXPECT_EQ(filled(), 18) << "a move from outside";
  warehouse.book(move("BOLT", "MAIN/A", "MAIN/B", 5));
  EXPECT_EQ(filled(), 18) << "not a move within";
  EXPECT_EQ(line("1").backordered, 2);
}

TEST_F(Backorders, GoodsThatOnlyCoverEarlierPromisesFillNobody) {
  warehouse.book(receive("BOLT", "MAIN/A", 5));
  place("held", {{"BOLT", 5}});
  warehouse.book(count("BOLT", "MAIN/A", 2));
  wait("1", {{"BOLT", 1}});
  warehouse.book(receive("BOLT", "MAIN/A", 3));
  EXPECT_EQ(line("1").confirmed, 0);
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  EXPECT_EQ(line("1").confirmed, 1);
}

TEST_F(Backorders, AnExpiredOrderFillsThem) {
  auto settings = warehouse.settings();
  settings.reservation_ms = 1000;
  warehouse.restart(settings);
  warehouse.book(receive("BOLT", "MAIN/A", 5));
  place("1", {{"BOLT", 5}});
  wait("2", {{"BOLT", 4}});
  EXPECT_EQ(order("2").expires_ms, 0) << "time to pick it runs when all of it is there";
  warehouse.now.wall_ms += 2000;
  warehouse.apply(gateway::ExpireOrders{});
  EXPECT_EQ(standing(), "1:0+0 2:4+0 ");
  EXPECT_EQ(order("2").expires_ms, warehouse.now.wall_ms + 1000);
}

TEST_F(Backorders, ACancelledOneWaitsNoMoreAndTheNextIsFilled) {
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  wait("1", {{"BOLT", 5}});
  wait("2", {{"BOLT", 1}});
  cancel("1");
  EXPECT_EQ(standing(), "1:0+0 2:1+0 ");
  EXPECT_EQ(warehouse.position("BOLT").backordered, 0);
  EXPECT_TRUE(backorders().empty());
}

TEST_F(Backorders, AnOrderOfSeveralLinesIsConfirmedWithTheLastOfThem) {
  wait("1", {{"BOLT", 2}, {"NUT", 2}});
  warehouse.book(receive("NUT", "MAIN/A", 2));
  EXPECT_EQ(order("1").decided, OrderState::kBackordered);
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  EXPECT_EQ(order("1").decided, OrderState::kConfirmed);
}

TEST_F(Backorders, OneThatIsFilledBeforeItsCustomerWasToldIsToldOnce) {
  submit("1", {{"BOLT", 2}}, OrderPolicy::kBackorder, "ann@a.example");
  step(OrderStage::kReceive);
  step(OrderStage::kCheck);
  EXPECT_EQ(order("1").waits_for, OrderStage::kNotify);
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  EXPECT_EQ(order("1").waits_for, OrderStage::kInvoice);
  EXPECT_EQ(count_waiting(warehouse.store, OrderStage::kNotify, 9), 0U);
  run();
  ASSERT_EQ(mails().size(), 1U);
  EXPECT_EQ(mails()[0].notice->state, OrderState::kConfirmed);
}

TEST_F(Backorders, OneThatIsCancelledBetweenFillingAndInvoiceGetsNone) {
  wait("1", {{"BOLT", 2}});
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  cancel("1");
  run();
  EXPECT_EQ(order("1").state(), OrderState::kCancelled);
  EXPECT_TRUE(invoices().empty());
}

// --- picked before it was promised --------------------------------------------------

TEST_F(Backorders, WhatIsPickedBeyondThePromiseWaitsNoLonger) {
  warehouse.book(receive("BOLT", "MAIN/A", 4));
  wait("1", {{"BOLT", 10}});
  wait("2", {{"BOLT", 1}});
  const auto first = warehouse.book(for_order(pick("BOLT", "MAIN/A", 6), "1")).ledger_seq;
  EXPECT_EQ(standing(), "1:6+4 2:0+1 ");
  EXPECT_EQ(warehouse.position("BOLT").backordered, 5);
  EXPECT_EQ(order("1").decided, OrderState::kBackordered);
  EXPECT_EQ(problems_of(warehouse.store), "");
  warehouse.book(receive("BOLT", "MAIN/A", 3));  // two of them were in the customer's hands
  EXPECT_EQ(standing(), "1:7+3 2:0+1 ");
  EXPECT_EQ(line("1").reserved(), 1);
  warehouse.book(for_order(pick("BOLT", "MAIN/A", 5), "1"));
  EXPECT_EQ(order("1").decided, OrderState::kConfirmed) << "all of it, and one more";
  EXPECT_EQ(line("1").confirmed, 10);
  EXPECT_EQ(line("1").picked, 11);
  run();
  EXPECT_EQ(order("1").state(), OrderState::kShipped);
  EXPECT_EQ(invoices().at(0).lines.at(0).qty, 10);
  warehouse.undo_entry(first);
  EXPECT_EQ(line("1").reserved(), 5);
  EXPECT_EQ(order("1").state(), OrderState::kConfirmed);
}

TEST_F(Backorders, APartThatIsThereCanBeShippedWhileTheRestWaits) {
  warehouse.book(receive("BOLT", "MAIN/A", 4));
  wait("1", {{"BOLT", 10}});
  EXPECT_EQ(ship("1").changed, 1U);
  EXPECT_EQ(order("1").state(), OrderState::kBackordered);
  warehouse.book(receive("BOLT", "MAIN/A", 6));
  EXPECT_EQ(line("1").reserved(), 6);
  run();
  EXPECT_EQ(order("1").state(), OrderState::kConfirmed);
  EXPECT_EQ(invoices().at(0).lines.at(0).qty, 10);
  ship("1");
  EXPECT_EQ(order("1").state(), OrderState::kShipped);
}

// --- reordering -------------------------------------------------------------------

TEST_F(Backorders, AnOrderThatTakesAnItemBelowItsThresholdIsNamedInThePurchase) {
  reorder("BOLT", "10", "30");
  warehouse.book(receive("BOLT", "MAIN/A", 12));
  EXPECT_TRUE(ordered().empty());
  submit("4", {{"BOLT", 5}});
  step(OrderStage::kReceive);
  EXPECT_TRUE(ordered().empty());
  step(OrderStage::kCheck);
  ASSERT_EQ(ordered().size(), 1U);
  const auto bought = ordered()[0];
  EXPECT_EQ(bought.qty, 23);
  EXPECT_EQ(bought.on_hand, 12);
  EXPECT_EQ(bought.reserved, 5);
  EXPECT_EQ(bought.order, "4");
  EXPECT_EQ(bought.ledger_seq, 0U);
  EXPECT_EQ(warehouse.position("BOLT").inventory_position(), 30);
  ASSERT_EQ(warehouse.last().lows.size(), 1U);
  EXPECT_TRUE(warehouse.last().lows[0].rose);
  EXPECT_EQ(warehouse.last().lows[0].available, 7);
  run();
  warehouse.book(for_order(pick("BOLT", "MAIN/A", 5), "4"));
  EXPECT_EQ(ordered().size(), 1U) << "a promised piece that goes changes no position";
}

TEST_F(Backorders, WhatWaitsIsOrderedToo) {
  reorder("BOLT", "10", "30");
  warehouse.book(receive("BOLT", "MAIN/A", 12));
  wait("4", {{"BOLT", 100}});
  ASSERT_EQ(ordered().size(), 1U);
  EXPECT_EQ(ordered()[0].reserved, 12);
  EXPECT_EQ(ordered()[0].backordered, 88);
  EXPECT_EQ(ordered()[0].qty, 118);
  EXPECT_EQ(ordered()[0].order, "4");
  warehouse.sweep();
  warehouse.receive_order(1);
  EXPECT_EQ(line("4").confirmed, 100);
  EXPECT_EQ(warehouse.position("BOLT").inventory_position(), 30);
  EXPECT_FALSE(warehouse.position("BOLT").low);
  EXPECT_EQ(ordered().size(), 1U) << "what was ordered for it is enough";
  EXPECT_EQ(warehouse.purchase(1).state(), gateway::PurchaseState::kReceived);
}

TEST_F(Backorders, AnItemThatWasNeverStockedIsOrderedWithItsFirstMovement) {
  reorder("BOLT", "1", "1");
  wait("4", {{"BOLT", 5}});
  EXPECT_EQ(backorders().at(0).warehouse, "");
  EXPECT_TRUE(ordered().empty()) << "for which warehouse, nobody knows yet";
  cancel("4");
  wait("5", {{"BOLT", 5}});
  wait("6", {{"BOLT", 2}});
  warehouse.book(receive("BOLT", "MAIN/A", 3));
  EXPECT_EQ(backorders().at(0).warehouse, "MAIN");
  EXPECT_EQ(warehouse.position("BOLT").backordered, 4);
  ASSERT_EQ(ordered().size(), 1U);
  EXPECT_EQ(ordered()[0].qty, 5);
  EXPECT_EQ(ordered()[0].reserved, 3);
  EXPECT_EQ(ordered()[0].backordered, 4);
  EXPECT_EQ(ordered()[0].ledger_seq, 1U);
}

TEST_F(Backorders, AnItemIsCountedInTheFirstWarehouseThatHadIt) {
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  warehouse.book(receive("BOLT", "EAST/A", 1));
  wait("4", {{"BOLT", 5}});
  EXPECT_EQ(warehouse.position("BOLT", "EAST").backordered, 3);
  EXPECT_EQ(warehouse.position("BOLT", "MAIN").backordered, 0);
}

TEST_F(Backorders, AThresholdIsJudgedOnTheEndOfADecision) {
  reorder("BOLT", "20", "40");
  warehouse.set_item("BOLT", {{"low_stock_flag", "No"}});
  warehouse.book(count("BOLT", "EAST/A", 0));
  wait("4", {{"BOLT", 10}});
  warehouse.set_item("BOLT", {{"low_stock_flag", "Yes"}});
  warehouse.book(receive("BOLT", "MAIN/A", 15));
  const auto lines = ordered();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].on_hand, 0) << "EAST, where nobody waits any more";
  EXPECT_EQ(lines[0].backordered, 0);
  EXPECT_EQ(lines[0].qty, 40);
  EXPECT_EQ(lines[1].on_hand, 15);
  EXPECT_EQ(lines[1].reserved, 10) << "ten of them went to the order that waited";
  EXPECT_EQ(lines[1].qty, 35);
  EXPECT_EQ(lines[1].ledger_seq, 2U);
  EXPECT_EQ(warehouse.position("BOLT", "MAIN").inventory_position(), 40);
}

TEST_F(Backorders, AnAlertDoesNotFallOnlyToRiseAgain) {
  reorder("BOLT", "20", "40");
  warehouse.book(count("BOLT", "MAIN/A", 0));
  warehouse.book(count("BOLT", "EAST/A", 0));
  wait("4", {{"BOLT", 30}});
  warehouse.sweep();
  warehouse.change(1, gateway::PurchaseAction::kCancel, "not now");
  ASSERT_TRUE(warehouse.position("BOLT", "MAIN").reorder_suppressed);
  warehouse.book(receive("BOLT", "MAIN/A", 25));
  EXPECT_TRUE(warehouse.position("BOLT", "MAIN").reorder_suppressed)
      << "all of it was promised: what the buyer cancelled stays cancelled";
  EXPECT_EQ(warehouse.purchases().size(), 2U);
}

TEST_F(Backorders, AReleasedPromiseThatIsGivenOnBuysNothing) {
  reorder("BOLT", "5", "10");
  warehouse.book(receive("BOLT", "MAIN/A", 15));
  place("1", {{"BOLT", 10}});
  wait("2", {{"BOLT", 6}});
  const auto before = warehouse.position("BOLT").inventory_position();
  const auto lines = ordered().size();
  cancel("1");
  EXPECT_EQ(warehouse.position("BOLT").inventory_position(), before + 10);
  EXPECT_EQ(warehouse.position("BOLT").reserved, 11 - 5);
  EXPECT_EQ(ordered().size(), lines);
}

}  // namespace
}  // namespace domain_test
