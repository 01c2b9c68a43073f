// SPDX-License-Identifier: MIT
// Promise: a person can ship and cancel an order in each of its stages where its state allows
// it and is told why where not; what nobody picks in time is taken back; and closed orders
// leave the dashboards when enough others have closed after them.
// How: orders brought to a stage, then changed; the clock put forward.

#include "gateway/limits.h"
#include "order_desk.h"
#include "orders/rows.h"

namespace domain_test {
namespace {

using gateway::NegativeStock;
using gateway::OrderAction;
using gateway::Verdict;

class OrderChanges : public OrderDesk {
 protected:
  OrderChanges() { warehouse.book(receive("BOLT", "MAIN/A", 10)); }
  void expire_after(std::int64_t ms) {
    auto settings = warehouse.settings();
    settings.reservation_ms = ms;
    warehouse.restart(settings);
  }
  gateway::Outcome expire(std::size_t orders_max = 64) {
    return warehouse.apply(gateway::ExpireOrders{orders_max});
  }
};

// --- ship -------------------------------------------------------------------------

TEST_F(OrderChanges, ShippingPicksEverythingWhereItIsReserved) {
  warehouse.book(receive("BOLT", "EAST/A", 2));
  warehouse.book(receive("NUT", "MAIN/A", 5));
  place("4", {{"BOLT", 8}, {"NUT", 5}});
  const auto outcome = ship("4");
  EXPECT_EQ(outcome.verdict, Verdict::kDone);
  EXPECT_EQ(outcome.changed, 3U);
  EXPECT_EQ(outcome.ledger_seq, 6U);
  EXPECT_EQ(warehouse.on_hand("BOLT", "EAST/A"), 0);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 4);
  EXPECT_EQ(warehouse.on_hand("NUT", "MAIN/A"), 0);
  for (gateway::LedgerSeq seq = 4; seq <= 6; ++seq) {
    const auto entry = warehouse.entry(seq);
    EXPECT_EQ(entry.op, wire::Op::kPick);
    EXPECT_EQ(entry.order, 1U);
    EXPECT_EQ(entry.ref.view(), "4");
    EXPECT_EQ(entry.by.view(), "JANE");
    EXPECT_EQ(entry.origin.source, "@manual");
  }
  EXPECT_EQ(order("4").state(), OrderState::kShipped);
  EXPECT_TRUE(reservations("4").empty());
  EXPECT_EQ(reasons_of(ship("4")), "order: order 4 is shipped: nothing is reserved for it\n");
}

TEST_F(OrderChanges, ShippingTakesWhatIsLeft) {
  place("4", {{"BOLT", 8}});
  warehouse.book(for_order(pick("BOLT", "MAIN/A", 3), "4"));
  EXPECT_EQ(ship("4").changed, 1U);
  EXPECT_EQ(warehouse.entry(3).qty, 5);
  EXPECT_EQ(order("4").state(), OrderState::kShipped);
}

TEST_F(OrderChanges, ShippingIsRefusedWhereABinMayNotGoBelowZero) {
  warehouse.set_policy("MAIN/A", NegativeStock::kForbid);
  warehouse.book(receive("NUT", "MAIN/A", 5));
  place("4", {{"NUT", 5}, {"BOLT", 8}});
  warehouse.book(count("BOLT", "MAIN/A", 7));
  const auto before = dump(warehouse.store);
  EXPECT_EQ(reasons_of(ship("4")),
            "order: the books have too little of BOLT at MAIN/A: count the bin first\n");
  EXPECT_EQ(dump(warehouse.store), before) << "nothing of it";
  warehouse.book(count("BOLT", "MAIN/A", 8));
  EXPECT_EQ(ship("4").changed, 2U);
}

TEST_F(OrderChanges, WhereABinMayGoBelowZeroShippingAsksForACount) {
  place("4", {{"BOLT", 8}});
  warehouse.book(count("BOLT", "MAIN/A", 7));
  EXPECT_EQ(ship("4").changed, 1U);
  ASSERT_EQ(warehouse.tasks().size(), 1U);
  EXPECT_EQ(warehouse.tasks()[0].why, "discrepancy");
}

TEST_F(OrderChanges, NothingIsShippedBeforeItIsPromised) {
  submit("4", {{"BOLT", 8}});
  EXPECT_EQ(reasons_of(ship("4")), "order: order 4 is received: nothing is reserved for it\n");
  run();
  place("5", {{"BOLT", 8}});
  EXPECT_EQ(reasons_of(ship("5")), "order: order 5 is rejected: nothing is reserved for it\n");
  EXPECT_EQ(ship("6").verdict, Verdict::kNotFound);
}

TEST_F(OrderChanges, ARequestIsDoneOnce) {
  place("4", {{"BOLT", 3}});
  place("5", {{"BOLT", 3}});
  const gateway::ChangeOrder request{"4", OrderAction::kShip, {}, {}, "r1"};
  const auto first = warehouse.apply(request);
  EXPECT_EQ(first.verdict, Verdict::kDone);
  const auto again = warehouse.apply(request);
  EXPECT_EQ(again.verdict, Verdict::kRepeated);
  EXPECT_EQ(again.ledger_seq, first.ledger_seq);
  for (const auto& other : {gateway::ChangeOrder{"5", OrderAction::kShip, {}, {}, "r1"},
                            gateway::ChangeOrder{"4", OrderAction::kCancel, {}, {}, "r1"},
                            gateway::ChangeOrder{"4", OrderAction::kShip, "why", {}, "r1"}}) {
    EXPECT_EQ(warehouse.apply(other).refused, wire::Refusal::kKeyReused);
  }
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 7);
}

// --- cancel -----------------------------------------------------------------------

TEST_F(OrderChanges, AnOrderCanBeCancelledInEachOfItsStages) {
  for (std::size_t stages = 0; stages <= gateway::kOrderStages.size(); ++stages) {
    SCOPED_TRACE(stages);
    const auto id = "after-" + std::to_string(stages);
    submit(id, {{"BOLT", 3}}, {}, "ann@a.example");
    for (std::size_t i = 0; i < stages; ++i) step(gateway::kOrderStages.at(i));
    EXPECT_EQ(reserved("BOLT", "MAIN/A"), stages >= 2 ? 3 : 0);
    const auto invoices_before = invoices().size();
    EXPECT_EQ(invoices_before, stages >= 3 ? stages - 2 : 0);
    warehouse.now.wall_ms += 1000;
    EXPECT_EQ(cancel(id, "changed my mind").verdict, Verdict::kDone);
    EXPECT_EQ(notes(), "order " + id + " cancel cancelled by JANE: changed my mind\n");
    EXPECT_EQ(warehouse.last().work, std::vector{OrderStage::kNotify});
    EXPECT_EQ(reserved("BOLT", "MAIN/A"), 0);
    for (const auto stage : gateway::kOrderStages) {
      EXPECT_EQ(count_waiting(warehouse.store, stage, 9), stage == OrderStage::kNotify ? 1U : 0U);
    }
    const auto mails_before = mails().size();
    run();
    EXPECT_EQ(order(id).state(), OrderState::kCancelled);
    EXPECT_EQ(order(id).reason, "changed my mind");
    EXPECT_EQ(order(id).expires_ms, 0);
    EXPECT_EQ(line(id).confirmed, 0);
    ASSERT_EQ(mails().size(), mails_before + 1);
    EXPECT_EQ(mails().back().notice->state, OrderState::kCancelled);
    EXPECT_EQ(mails().back().notice->invoice, order(id).invoice);
    EXPECT_EQ(invoices().size(), invoices_before) << "none is made, none is gone";
    if (stages >= 3) {
      EXPECT_EQ(invoices().back().order, id);
      EXPECT_EQ(invoices().back().cancelled_ms, warehouse.now.wall_ms);
    }
    EXPECT_EQ(problems_of(warehouse.store), "");
  }
  // The last one was told first that it was confirmed.
  EXPECT_EQ(mails().size(), 6U);
}

TEST_F(OrderChanges, WhatIsOverCannotBeCancelled) {
  place("4", {{"BOLT", 11}});
  EXPECT_EQ(reasons_of(cancel("4")), "order: order 4 is rejected: there is nothing to cancel\n");
  place("5", {{"BOLT", 1}});
  cancel("5");
  run();
  EXPECT_EQ(reasons_of(cancel("5")), "order: order 5 is cancelled: there is nothing to cancel\n");
  EXPECT_EQ(cancel("6").verdict, Verdict::kNotFound);
  place("7", {{"BOLT", 1}});
  ship("7");
  EXPECT_EQ(reasons_of(cancel("7")), "order: order 7 is shipped: receive what comes back\n");
}

TEST_F(OrderChanges, WhatWasPickedCannotBeCancelledBeforeThePickIsUndone) {
  place("4", {{"BOLT", 3}});
  const auto picked = warehouse.book(for_order(pick("BOLT", "MAIN/A", 1), "4")).ledger_seq;
  EXPECT_EQ(reasons_of(cancel("4")),
            "order: order 4 is confirmed: some of it was picked: undo these picks first, or ship "
            "the rest\n");
  warehouse.undo_entry(picked);
  EXPECT_EQ(cancel("4").verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.position("BOLT").available(), 10);
}

TEST_F(OrderChanges, ACancelledOrderTakesItsIdWithIt) {
  place("4", {{"BOLT", 3}});
  cancel("4");
  run();
  EXPECT_EQ(submit("4", {{"BOLT", 3}}).verdict, Verdict::kRepeated);
  run();
  EXPECT_EQ(order("4").state(), OrderState::kCancelled);
  EXPECT_EQ(warehouse.position("BOLT").reserved, 0);
}

TEST_F(OrderChanges, AReasonIsCutToItsBound) {
  place("4", {{"BOLT", 3}});
  cancel("4", std::string(gateway::kReasonBytesMax + 1, 'x'));
  EXPECT_EQ(order("4").reason.size(), gateway::kReasonBytesMax);
}

// --- expiry -----------------------------------------------------------------------

TEST_F(OrderChanges, WhatNobodyPicksInTimeIsCancelled) {
  expire_after(60'000);
  place("4", {{"BOLT", 3}}, {}, "ann@a.example");
  const auto until = warehouse.now.wall_ms + 60'000;
  EXPECT_EQ(order("4").expires_ms, until);
  warehouse.now.wall_ms = until;
  EXPECT_EQ(expire().changed, 0U);
  warehouse.now.wall_ms = until + 1;
  const auto outcome = expire();
  EXPECT_EQ(outcome.changed, 1U);
  EXPECT_FALSE(outcome.more);
  EXPECT_EQ(notes(), "order 4 expire cancelled: it was not picked in time\n");
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 0);
  run();
  EXPECT_EQ(order("4").state(), OrderState::kCancelled);
  EXPECT_EQ(order("4").reason, "it was not picked in time");
  EXPECT_NE(invoices().at(0).cancelled_ms, 0);
  EXPECT_EQ(mails().back().notice->state, OrderState::kCancelled);
  EXPECT_EQ(expire().changed, 0U);
}

TEST_F(OrderChanges, AnOrderThatIsNotInvoicedYetExpiresToo) {
  expire_after(60'000);
  submit("4", {{"BOLT", 3}});
  step(OrderStage::kReceive);
  step(OrderStage::kCheck);
  warehouse.now.wall_ms += 60'001;
  EXPECT_EQ(expire().changed, 1U);
  run();
  EXPECT_EQ(order("4").state(), OrderState::kCancelled);
  EXPECT_TRUE(invoices().empty());
}

TEST_F(OrderChanges, TheOldestExpireFirstInSlices) {
  expire_after(1000);
  for (const auto* id : {"1", "2", "3"}) {
    place(id, {{"BOLT", 1}});
    warehouse.now.wall_ms += 10;
  }
  warehouse.now.wall_ms += 1000;
  auto outcome = expire(2);
  EXPECT_EQ(outcome.changed, 2U);
  EXPECT_TRUE(outcome.more);
  EXPECT_EQ(order("2").decided, OrderState::kCancelled);
  EXPECT_EQ(order("3").decided, OrderState::kConfirmed);
  outcome = expire(2);
  EXPECT_EQ(outcome.changed, 1U);
  EXPECT_FALSE(outcome.more);
}

TEST_F(OrderChanges, WithoutATimeNothingExpires) {
  place("4", {{"BOLT", 3}});
  EXPECT_EQ(order("4").expires_ms, 0);
  warehouse.now.wall_ms += 1'000'000'000;
  EXPECT_EQ(expire().changed, 0U);
  EXPECT_EQ(order("4").state(), OrderState::kConfirmed);
}

TEST_F(OrderChanges, WhatSomebodyBeganToPickDoesNotExpireUntilThatIsUndone) {
  expire_after(1000);
  place("4", {{"BOLT", 3}});
  const auto picked = warehouse.book(for_order(pick("BOLT", "MAIN/A", 1), "4")).ledger_seq;
  warehouse.now.wall_ms += 2000;
  expire();
  EXPECT_EQ(order("4").state(), OrderState::kConfirmed);
  EXPECT_EQ(order("4").expires_ms, 0);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 2);
  const auto second = warehouse.book(for_order(pick("BOLT", "MAIN/A", 1), "4")).ledger_seq;
  warehouse.undo_entry(second);
  EXPECT_EQ(order("4").expires_ms, 0) << "the first pick stands";
  warehouse.undo_entry(picked);
  EXPECT_EQ(order("4").expires_ms, warehouse.now.wall_ms + 1000) << "the time runs anew";
  warehouse.now.wall_ms += 1001;
  EXPECT_EQ(expire().changed, 1U);
  EXPECT_EQ(order("4").decided, OrderState::kCancelled);
}

TEST_F(OrderChanges, AShippedOrderDoesNotExpireUntilItOpensAgain) {
  expire_after(1000);
  place("4", {{"BOLT", 3}});
  ship("4");
  EXPECT_EQ(order("4").expires_ms, 0);
  warehouse.now.wall_ms += 2000;
  EXPECT_EQ(expire().changed, 0U);
  warehouse.undo_entry(2);
  EXPECT_EQ(order("4").expires_ms, warehouse.now.wall_ms + 1000);
  warehouse.now.wall_ms += 1001;
  EXPECT_EQ(expire().changed, 1U);
}

// --- history ----------------------------------------------------------------------

TEST_F(OrderChanges, TheHistorySaysWhoShippedAndThatEverythingIsGone) {
  place("4", {{"BOLT", 3}});
  ship("4");
  auto history = order("4").history;
  ASSERT_EQ(history.size(), 6U);
  EXPECT_EQ(history[4].stage, "ship");
  EXPECT_EQ(history[4].text, "everything reserved is taken by JANE");
  EXPECT_EQ(history[5].stage, "pick");
  EXPECT_EQ(history[5].text, "shipped: everything promised was picked");
  EXPECT_EQ(notes(),
            "order 4 ship everything reserved is taken by JANE\n"
            "order 4 pick shipped: everything promised was picked\n");
  warehouse.undo_entry(gateway::last_ledger_seq(warehouse.store));
  EXPECT_EQ(order("4").history.back().text, "open again: a pick was undone");
}

TEST_F(OrderChanges, TheHistorySaysWhenAScanTookTheLastPiece) {
  place("4", {{"BOLT", 3}});
  warehouse.book(for_order(pick("BOLT", "MAIN/A", 2), "4"));
  EXPECT_EQ(order("4").history.size(), 4U);
  warehouse.book(for_order(pick("BOLT", "MAIN/A", 1), "4"));
  ASSERT_EQ(order("4").history.size(), 5U);
  EXPECT_EQ(order("4").history.back().stage, "pick");
}

TEST_F(OrderChanges, TheHistorySaysWhoCancelledAndWhy) {
  place("4", {{"BOLT", 3}});
  const auto by = wire::Operator::from("ANN");
  warehouse.apply(gateway::ChangeOrder{"4", OrderAction::kCancel, "customer called", *by, ""});
  EXPECT_EQ(order("4").history.back().stage, "cancel");
  EXPECT_EQ(order("4").history.back().text, "cancelled by ANN: customer called");
  EXPECT_EQ(order("4").reason, "customer called") << "the customer need not know who";
}

// --- shown ------------------------------------------------------------------------

TEST_F(OrderChanges, ClosedOrdersAreShownUntilEnoughOthersHaveClosed) {
  place("open", {{"BOLT", 1}});
  place("shipped", {{"BOLT", 1}});
  ship("shipped");
  place("again", {{"BOLT", 1}});
  ship("again");
  const auto picked = gateway::last_ledger_seq(warehouse.store);
  close_orders(gateway::kClosedOrdersShown - 2);
  EXPECT_TRUE(shown("shipped"));
  warehouse.undo_entry(picked);
  EXPECT_TRUE(shown("again"));

  submit("one-more", {{"NONE", 1}});
  step(OrderStage::kReceive);
  step(OrderStage::kNotify);
  EXPECT_FALSE(shown("shipped"));
  ASSERT_EQ(warehouse.last().orders.size(), 2U);
  EXPECT_EQ(warehouse.last().orders[0].order.id, "shipped");
  EXPECT_FALSE(warehouse.last().orders[0].shown);
  EXPECT_FALSE(warehouse.last().orders[0].changed);
  EXPECT_TRUE(warehouse.last().orders[1].shown);
  submit("shipped", {{"BOLT", 1}});  // its customer asks once more
  ASSERT_EQ(warehouse.last().orders.size(), 1U);
  EXPECT_FALSE(warehouse.last().orders[0].shown) << "it would come back for ever";
  EXPECT_TRUE(warehouse.last().orders[0].changed) << "it is told";
  close_orders(1);
  EXPECT_TRUE(shown("again")) << "it is open";
  EXPECT_TRUE(shown("open"));
  EXPECT_EQ(gateway::list_shown_orders(warehouse.store).size(), 2 + gateway::kClosedOrdersShown);
  EXPECT_EQ(problems_of(warehouse.store), "");
}

TEST_F(OrderChanges, AHistoryKeepsItsFirstAndItsNewestSteps) {
  auto full = place("4", {{"BOLT", 1}});
  full.history.resize(gateway::kOrderHistoryMax, {1, "mail", "one of many"});
  gateway::put_row(warehouse.store, gateway::Table::kOrders, gateway::number_key(1), full);
  cancel("4");
  run();
  const auto history = order("4").history;
  ASSERT_EQ(history.size(), gateway::kOrderHistoryMax);
  EXPECT_EQ(history.front().stage, "receive");
  EXPECT_EQ(history[1].stage, "notify") << "check and invoice made room";
  EXPECT_EQ(history[history.size() - 2].stage, "cancel");
  EXPECT_EQ(history.back().stage, "notify");
}

}  // namespace
}  // namespace domain_test
