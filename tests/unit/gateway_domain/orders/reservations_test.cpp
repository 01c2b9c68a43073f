// SPDX-License-Identifier: MIT
// Promise: no piece is promised twice, and none that the books do not have; a promise is held
// until the goods are picked, in whatever bin they are found, and an undone pick holds it
// again.
// How: stock in several bins and warehouses, in negative bins too; orders of each policy;
// picks with the order's name by scan and by hand.

#include "order_desk.h"

namespace domain_test {
namespace {

using gateway::NegativeStock;

class Reservations : public OrderDesk {
 protected:
  Reservations() { warehouse.book(receive("BOLT", "MAIN/A", 10)); }
  /// How many of BOLT each bin of the warehouse holds back.
  [[nodiscard]] wire::Quantity held_of(std::string_view id) const {
    wire::Quantity sum = 0;
    for (const auto& each : reservations(id)) sum += each.qty;
    return sum;
  }
  gateway::LedgerSeq take(std::string_view id, std::string_view from, wire::Quantity qty,
                          std::string_view sku = "BOLT") {
    return warehouse.book(for_order(pick(sku, from, qty), id)).ledger_seq;
  }
};

// --- what is promised -------------------------------------------------------------

TEST_F(Reservations, WhatIsPromisedIsNotThereForTheNext) {
  EXPECT_EQ(place("1", {{"BOLT", 7}}).state(), OrderState::kConfirmed);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 7);
  EXPECT_EQ(warehouse.position("BOLT").available(), 3);
  const auto second = place("2", {{"BOLT", 4}});
  EXPECT_EQ(second.state(), OrderState::kRejected);
  EXPECT_EQ(second.reason, "only 3 of 4 BOLT in stock");
  EXPECT_EQ(place("3", {{"BOLT", 3}}).state(), OrderState::kConfirmed);
  EXPECT_EQ(place("4", {{"BOLT", 1}}).reason, "BOLT not in stock");
}

TEST_F(Reservations, TheLastPieceGoesToWhoeverCameFirst) {
  warehouse.apply({form("1", {{"BOLT", 10}}), form("2", {{"BOLT", 10}})});
  run();
  EXPECT_EQ(order("1").state(), OrderState::kConfirmed);
  EXPECT_EQ(order("2").state(), OrderState::kRejected);
}

TEST_F(Reservations, EachPolicyDecidesAShortOrderInItsWay) {
  const Lines lines{{"BOLT", 12}, {"NUT", 5}};
  const auto none = place("none", lines, OrderPolicy::kAllOrNothing);
  EXPECT_EQ(none.state(), OrderState::kRejected);
  EXPECT_EQ(none.reason, "only 10 of 12 BOLT in stock, NUT not in stock");
  EXPECT_EQ(none.lines[0].confirmed, 0);
  EXPECT_EQ(none.expires_ms, 0);
  EXPECT_EQ(warehouse.position("BOLT").reserved, 0) << "not a part of it";

  const auto rest = place("rest", lines, OrderPolicy::kBackorder);
  EXPECT_EQ(rest.state(), OrderState::kBackordered);
  EXPECT_EQ(rest.reason, none.reason);
  EXPECT_EQ(rest.lines[0].confirmed, 10);
  EXPECT_EQ(rest.lines[0].backordered, 2);
  EXPECT_EQ(rest.lines[1].backordered, 5);
  EXPECT_EQ(rest.invoice, 0U) << "what waits is invoiced when it is there";
  EXPECT_EQ(backorders().size(), 2U);
  cancel("rest");

  const auto part = place("part", lines, OrderPolicy::kPartial);
  EXPECT_EQ(part.state(), OrderState::kPartlyConfirmed);
  EXPECT_EQ(part.reason, none.reason);
  EXPECT_EQ(part.lines[0].confirmed, 10);
  EXPECT_EQ(part.lines[1].confirmed, 0);
  EXPECT_EQ(part.lines[1].backordered, 0);
  EXPECT_EQ(part.invoice, 1U);
  EXPECT_TRUE(backorders().empty());
}

TEST_F(Reservations, EachPolicyConfirmsWhatIsThere) {
  for (const auto policy :
       {OrderPolicy::kAllOrNothing, OrderPolicy::kPartial, OrderPolicy::kBackorder}) {
    const auto all = place(to_string(policy), {{"BOLT", 3}}, policy);
    EXPECT_EQ(all.state(), OrderState::kConfirmed);
    EXPECT_EQ(all.reason, "");
    EXPECT_EQ(all.lines[0].confirmed, 3);
  }
}

TEST_F(Reservations, NothingAtAllIsNoPart) {
  EXPECT_EQ(place("4", {{"NUT", 1}}, OrderPolicy::kPartial).state(), OrderState::kRejected);
  EXPECT_TRUE(invoices().empty());
}

TEST_F(Reservations, AreTakenFromTheFirstBinsThatHaveSome) {
  warehouse.book(receive("BOLT", "MAIN/B", 5));
  warehouse.book(receive("BOLT", "EAST/A", 4));
  warehouse.book(receive("BOLT", "MAIN", 1));
  place("0", {{"BOLT", 2}});
  EXPECT_EQ(reserved("BOLT", "EAST/A"), 2);
  const auto all = place("1", {{"BOLT", 15}});
  EXPECT_EQ(all.state(), OrderState::kConfirmed);
  EXPECT_EQ(reserved("BOLT", "EAST/A"), 4);
  EXPECT_EQ(reserved("BOLT", "MAIN"), 1);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 10);
  EXPECT_EQ(reserved("BOLT", "MAIN/B"), 2);
  EXPECT_EQ(warehouse.position("BOLT", "EAST").reserved, 4);
  EXPECT_EQ(warehouse.position("BOLT", "MAIN").reserved, 13);
  EXPECT_EQ(reservations("1").size(), 4U);
  std::size_t shown = 0;
  step(OrderStage::kCheck);
  submit("2", {{"BOLT", 3}});
  step(OrderStage::kReceive);
  step(OrderStage::kCheck);
  for (const auto& bin : warehouse.last().bins) {
    ++shown;
    EXPECT_EQ(bin.location.view(), "MAIN/B");
    EXPECT_EQ(bin.reserved, 5);
  }
  EXPECT_EQ(shown, 1U);
}

TEST_F(Reservations, ABinBelowZeroCountsAgainstTheOthers) {
  warehouse.book(pick("BOLT", "MAIN/Z", 4));  // they lay elsewhere: the books will be put right
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/Z"), -4);
  EXPECT_EQ(place("1", {{"BOLT", 7}}).reason, "only 6 of 7 BOLT in stock");
  EXPECT_EQ(place("2", {{"BOLT", 6}}).state(), OrderState::kConfirmed);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 6);
  EXPECT_EQ(place("3", {{"BOLT", 1}}).state(), OrderState::kRejected);
  warehouse.book(count("BOLT", "MAIN/Z", 0));
  EXPECT_EQ(place("4", {{"BOLT", 4}}).state(), OrderState::kConfirmed);
}

TEST_F(Reservations, ACountBelowWhatIsPromisedPromisesNoMoreUntilItIsThere) {
  place("1", {{"BOLT", 8}});
  warehouse.book(count("BOLT", "MAIN/A", 5));
  EXPECT_EQ(held_of("1"), 8) << "a promise stands until somebody takes it back";
  EXPECT_EQ(warehouse.position("BOLT").available(), -3);
  warehouse.book(receive("BOLT", "EAST/A", 3));
  EXPECT_EQ(place("2", {{"BOLT", 1}}).state(), OrderState::kRejected)
      << "what came covers what was promised before";
  warehouse.book(receive("BOLT", "EAST/A", 1));
  EXPECT_EQ(place("3", {{"BOLT", 1}}).state(), OrderState::kConfirmed);
}

TEST_F(Reservations, AMoveOfPromisedGoodsLeavesThePromise) {
  place("1", {{"BOLT", 8}});
  warehouse.book(move("BOLT", "MAIN/A", "EAST/A", 10));
  EXPECT_EQ(held_of("1"), 8);
  EXPECT_EQ(place("2", {{"BOLT", 3}}).reason, "only 2 of 3 BOLT in stock");
  take("1", "EAST/A", 8);
  EXPECT_EQ(held_of("1"), 0);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 0);
  EXPECT_EQ(order("1").state(), OrderState::kShipped);
  EXPECT_EQ(warehouse.on_hand("BOLT", "EAST/A"), 2);
}

// --- picks ------------------------------------------------------------------------

TEST_F(Reservations, APickWithTheOrdersNamePostsThePromise) {
  place("4", {{"BOLT", 5}});
  Scanner scanner("S1");
  warehouse.scan(scanner, for_order(pick("BOLT", "MAIN/A", 2), "4"));
  EXPECT_EQ(warehouse.entry(2).order, 1U);
  EXPECT_EQ(line("4").picked, 2);
  EXPECT_EQ(line("4").reserved(), 3);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 3);
  EXPECT_EQ(warehouse.position("BOLT").reserved, 3);
  EXPECT_EQ(warehouse.position("BOLT").available(), 5) << "as before: it was promised";
  EXPECT_EQ(order("4").state(), OrderState::kConfirmed);
  ASSERT_EQ(warehouse.last().orders.size(), 1U);
  EXPECT_EQ(warehouse.last().orders[0].order.lines[0].picked, 2);
  const auto revision = order("4").revision;
  warehouse.scan(scanner, for_order(pick("BOLT", "MAIN/A", 3), "4"));
  EXPECT_EQ(order("4").state(), OrderState::kShipped);
  EXPECT_TRUE(reservations("4").empty());
  EXPECT_GT(order("4").revision, revision);
}

TEST_F(Reservations, APickFromAnotherBinPostsThePromiseToo) {
  place("4", {{"BOLT", 5}});
  warehouse.book(receive("BOLT", "EAST/B", 3));
  take("4", "EAST/B", 2);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 3);
  EXPECT_EQ(reserved("BOLT", "EAST/B"), 0);
  EXPECT_EQ(warehouse.position("BOLT", "MAIN").reserved, 3);
  EXPECT_EQ(warehouse.position("BOLT", "EAST").on_hand, 1);
}

TEST_F(Reservations, APickTakesThePromiseOfItsOwnBinFirst) {
  warehouse.book(receive("BOLT", "MAIN/B", 10));
  warehouse.book(receive("BOLT", "EAST/A", 10));
  place("4", {{"BOLT", 26}});  // EAST/A 10, MAIN/A 10, MAIN/B 6
  take("4", "MAIN/B", 8);
  EXPECT_EQ(reserved("BOLT", "MAIN/B"), 0);
  EXPECT_EQ(reserved("BOLT", "EAST/A"), 8) << "then the others by name";
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 10);
  EXPECT_EQ(line("4").reserved(), 18);
}

TEST_F(Reservations, APickOfMoreThanWasPromisedTakesTheWholePromiseAndNoOthers) {
  place("4", {{"BOLT", 3}});
  place("5", {{"BOLT", 4}});
  const auto more = take("4", "MAIN/A", 5);
  EXPECT_EQ(line("4").picked, 5);
  EXPECT_EQ(line("4").confirmed, 3);
  EXPECT_EQ(order("4").state(), OrderState::kShipped);
  EXPECT_EQ(held_of("5"), 4);
  EXPECT_EQ(place("6", {{"BOLT", 2}}).reason, "only 1 of 2 BOLT in stock");
  warehouse.undo_entry(more);
  EXPECT_EQ(line("4").picked, 0);
  EXPECT_EQ(held_of("4"), 3) << "not 5";
  EXPECT_EQ(place("7", {{"BOLT", 3}}).state(), OrderState::kConfirmed);
}

TEST_F(Reservations, UndoneInAnotherOrderThanTheyWerePickedTheyComeBackOnce) {
  place("4", {{"BOLT", 6}});
  const auto first = take("4", "MAIN/A", 4);
  const auto second = take("4", "MAIN/A", 4);  // two too many
  EXPECT_EQ(held_of("4"), 0);
  warehouse.undo_entry(first);
  EXPECT_EQ(held_of("4"), 2);
  EXPECT_EQ(order("4").state(), OrderState::kConfirmed);
  warehouse.undo_entry(second);
  EXPECT_EQ(held_of("4"), 6);
}

TEST_F(Reservations, AnUndonePickHoldsThePromiseInTheBinToWhichTheGoodsReturn) {
  warehouse.book(receive("BOLT", "EAST/B", 9));  // the promise is made there, by name
  place("4", {{"BOLT", 5}});
  const auto picked = take("4", "MAIN/A", 5);
  EXPECT_EQ(order("4").state(), OrderState::kShipped);
  warehouse.undo_entry(picked);
  EXPECT_EQ(order("4").state(), OrderState::kConfirmed);
  EXPECT_EQ(warehouse.entry(picked + 1).order, 1U);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 5);
  EXPECT_EQ(reserved("BOLT", "EAST/B"), 0);
  EXPECT_EQ(warehouse.position("BOLT", "MAIN").reserved, 5);
  EXPECT_EQ(warehouse.position("BOLT", "EAST").reserved, 0);
}

TEST_F(Reservations, AShippedOrderOpensAgainWhenAScannerUndoesItsPick) {
  place("4", {{"BOLT", 5}});
  Scanner scanner("S1");
  warehouse.scan(scanner, for_order(pick("BOLT", "MAIN/A", 5), "4"));
  EXPECT_EQ(order("4").closed_number, 1U);
  warehouse.scan(scanner, undo(1));
  EXPECT_EQ(order("4").state(), OrderState::kConfirmed);
  EXPECT_EQ(order("4").closed_number, 0U);
  EXPECT_TRUE(shown("4"));
  warehouse.scan(scanner, for_order(pick("BOLT", "MAIN/A", 5), "4"));
  EXPECT_EQ(order("4").state(), OrderState::kShipped);
  EXPECT_EQ(order("4").closed_number, 2U);
}

TEST_F(Reservations, OnlyAPickOfGoodsOfAStandingOrderIsItsPick) {
  place("4", {{"BOLT", 5}});
  place("gone", {{"BOLT", 5}});
  cancel("gone");
  submit("new", {{"BOLT", 5}});
  const auto nobody = [&](const wire::Movement& movement) {
    const auto seq = warehouse.book(movement).ledger_seq;
    EXPECT_EQ(warehouse.entry(seq).order, 0U);
    EXPECT_EQ(problems_of(warehouse.store), "");
    return seq;
  };
  nobody(pick("BOLT", "MAIN/A", 1));
  nobody(for_order(pick("BOLT", "MAIN/A", 1), "5"));
  nobody(for_order(pick("BOLT", "MAIN/A", 1), "gone"));
  nobody(for_order(pick("BOLT", "MAIN/A", 1), "new"));
  nobody(for_order(pick("NUT", "MAIN/A", 1), "4"));
  nobody(for_order(scrap("BOLT", "MAIN/A", 1), "4"));
  nobody(for_order(give_back("BOLT", "MAIN/A", 1), "4"));
  nobody(for_order(move("BOLT", "MAIN/A", "MAIN/B", 1), "4"));
  const auto passed_by = nobody(for_order(pick("BOLT", wire::kAtSupplier, 5), "4"));
  warehouse.undo_entry(passed_by);
  EXPECT_EQ(line("4").picked, 0);
  EXPECT_EQ(held_of("4"), 5);
  EXPECT_EQ(warehouse.position("BOLT", "@supplier").warehouse, "");
}

TEST_F(Reservations, APickBeforeTheCustomerWasToldIsTheOrdersToo) {
  submit("4", {{"BOLT", 5}});
  step(OrderStage::kReceive);
  step(OrderStage::kCheck);
  take("4", "MAIN/A", 5);
  EXPECT_EQ(order("4").state(), OrderState::kReceived);
  run();
  EXPECT_EQ(order("4").state(), OrderState::kShipped);
  EXPECT_NE(order("4").closed_number, 0U);
  EXPECT_EQ(invoices().at(0).lines.at(0).qty, 5);
}

TEST_F(Reservations, APickThatIsRefusedPostsNothing) {
  place("4", {{"BOLT", 5}});
  warehouse.set_policy("MAIN/F", NegativeStock::kForbid);
  EXPECT_EQ(warehouse.book(for_order(pick("BOLT", "MAIN/F", 5), "4")).refused,
            wire::Refusal::kInsufficient);
  EXPECT_EQ(held_of("4"), 5);
}

TEST_F(Reservations, AnOrderOfSeveralLinesIsShippedWithTheLastOfThem) {
  warehouse.book(receive("NUT", "MAIN/A", 5));
  place("4", {{"BOLT", 2}, {"NUT", 3}});
  take("4", "MAIN/A", 2);
  EXPECT_EQ(order("4").state(), OrderState::kConfirmed);
  EXPECT_EQ(reserved("NUT", "MAIN/A"), 3);
  take("4", "MAIN/A", 3, "NUT");
  EXPECT_EQ(order("4").state(), OrderState::kShipped);
}

}  // namespace
}  // namespace domain_test
