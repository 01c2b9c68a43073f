// SPDX-License-Identifier: MIT
// Promise: what a scanner says was done is booked, and where it does not fit it is questioned: the
// ack names it, once more in each repeat, and a task asks a person with all that is needed. Where
// the scan is taken back, so is the question. What fits is never questioned.

#include <algorithm>

#include "order_desk.h"

namespace domain_test {
namespace {

using gateway::PurchaseAction;
using gateway::TaskState;
using gateway::Verdict;
using wire::Doubt;

/// 50 BOLT and 50 NUT in MAIN/A; order 1007 of 8 BOLT; PO-000001 of 80 WASHER for MAIN, sent.
class Questions : public OrderDesk {
 protected:
  Questions() {
    warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
    warehouse.set_item("WASHER", {{"supplier", "ACME"}, {"threshold", "50"}});
    warehouse.book(receive("WASHER", "MAIN/A", 20));
    warehouse.sweep();
    warehouse.book(receive("BOLT", "MAIN/A", 50));
    warehouse.book(receive("NUT", "MAIN/A", 50));
    place("1007", {{"BOLT", 8}});
    EXPECT_EQ(warehouse.purchases().size(), 1U);
    EXPECT_TRUE(warehouse.tasks().empty());
  }
  const wire::Ack& scan(const wire::Movement& movement) {
    warehouse.scan(scanner, movement);
    return warehouse.last().acks.at(0).ack;
  }
  /// The scan is in the ledger, acked as questioned, and a task asks about it.
  void expect_questioned(const wire::Movement& movement, Doubt why) {
    const auto tasks = warehouse.tasks().size();
    const auto& ack = scan(movement);
    const auto entry = warehouse.entry(warehouse.ledger_length());
    EXPECT_EQ(entry.origin, (gateway::Origin{"S1", 0x9f3c01aa, scanner.last()}));
    ASSERT_GT(ack.doubt_count, 0);
    EXPECT_EQ(ack.doubt.at(ack.doubt_count - 1U), (wire::DoubtedMovement{scanner.last(), why}));
    EXPECT_EQ(ack.refused_total, 0U);
    ASSERT_EQ(warehouse.tasks().size(), tasks + 1);
    const auto task = warehouse.tasks().back();
    EXPECT_EQ(task.why, to_string(why));
    EXPECT_EQ(task.origin, entry.origin);
    EXPECT_EQ(task.movement.op, movement.op);
    EXPECT_EQ(task.movement.sku, entry.sku);
    EXPECT_EQ(task.movement.qty, entry.qty);
    EXPECT_EQ(task.movement.ref, movement.ref);
    EXPECT_EQ(task.movement.from, movement.from);
    EXPECT_EQ(task.movement.to, movement.to);
    EXPECT_FALSE(task.detail.empty());
  }
  void expect_fits(const wire::Movement& movement) {
    const auto tasks = warehouse.tasks().size();
    const auto total = scan(wire::Movement(movement)).doubt_total;
    EXPECT_EQ(total, 0U);
    EXPECT_EQ(warehouse.tasks().size(), tasks);
  }
  [[nodiscard]] std::vector<std::string> open_tasks() const {
    std::vector<std::string> whys;
    for (const auto& task : warehouse.tasks()) {
      if (task.state == TaskState::kOpen) whys.push_back(task.why);
    }
    return whys;
  }

  Scanner scanner{"S1"};
};

using Whys = std::vector<std::string>;

TEST_F(Questions, NothingIsAskedOfWhatFits) {
  expect_fits(for_order(pick("BOLT", "MAIN/A", 5), "1007"));
  expect_fits(for_order(pick("BOLT", "MAIN/A", 3), "1007"));
  expect_fits(for_order(receive("WASHER", "MAIN/A", 80), "PO-000001"));
  expect_fits(pick("NUT", "MAIN/A", 1));
}

TEST_F(Questions, APickForAnOrderThatIsNone) {
  expect_questioned(for_order(pick("BOLT", "MAIN/A", 1), "1008"), Doubt::kUnknownReference);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 49) << "the goods are gone";
  cancel("1007");
  expect_questioned(for_order(pick("BOLT", "MAIN/A", 1), "1007"), Doubt::kUnknownReference);
}

TEST_F(Questions, AnItemThatIsNotOnTheOrder) {
  expect_questioned(for_order(pick("NUT", "MAIN/A", 2), "1007"), Doubt::kNotOnOrder);
  EXPECT_EQ(order("1007").lines.at(0).picked, 0);
}

TEST_F(Questions, APickUnderAPurchaseOrder) {
  expect_questioned(for_order(pick("WASHER", "MAIN/A", 1), "PO-000001"), Doubt::kNotOnOrder);
  EXPECT_NE(warehouse.tasks().back().detail.find("which brings goods in"), std::string::npos)
      << warehouse.tasks().back().detail;
}

TEST_F(Questions, MoreThanWasOrderedAltogether) {
  expect_fits(for_order(pick("BOLT", "MAIN/A", 7), "1007"));
  expect_questioned(for_order(pick("BOLT", "MAIN/A", 2), "1007"), Doubt::kMoreThanOrdered);
  EXPECT_EQ(order("1007").lines.at(0).picked, 9) << "it is a fact";
}

TEST_F(Questions, APickForAnOrderThatIsShippedThoughNotAllWasPromised) {
  place("1008", {{"NUT", 60}}, OrderPolicy::kPartial);
  expect_fits(for_order(pick("NUT", "MAIN/A", 50), "1008"));
  ASSERT_EQ(order("1008").state(), OrderState::kShipped);
  warehouse.book(receive("NUT", "MAIN/A", 50));
  expect_questioned(for_order(pick("NUT", "MAIN/A", 1), "1008"), Doubt::kMoreThanOrdered);
}

TEST_F(Questions, AReceiptThatNamesNoPurchaseOrder) {
  expect_questioned(for_order(receive("WASHER", "MAIN/A", 1), "DN-4711"), Doubt::kUnknownReference);
  EXPECT_EQ(warehouse.purchase(1).lines.at(0).received, 1) << "counted for the oldest open line";
  warehouse.change(1, PurchaseAction::kCancel, "too late");
  expect_questioned(for_order(receive("WASHER", "MAIN/A", 1), "PO-000001"),
                    Doubt::kUnknownReference);
}

TEST_F(Questions, AReceiptForAnOrderThatNobodyHasYet) {
  auto settings = warehouse.settings();
  settings.approve_by_itself = false;
  warehouse.restart(settings);
  warehouse.book(count("WASHER", "EAST/A", 1));
  ASSERT_EQ(warehouse.purchases().size(), 2U);
  expect_questioned(for_order(receive("WASHER", "EAST/A", 1), "PO-000002"),
                    Doubt::kUnknownReference);
}

TEST_F(Questions, AReceiptOfMoreThanWasOrderedCountsWhatCameBefore) {
  expect_fits(for_order(receive("WASHER", "MAIN/A", 79), "PO-000001"));
  expect_questioned(for_order(receive("WASHER", "MAIN/A", 2), "PO-000001"),
                    Doubt::kMoreThanOrdered);
  expect_questioned(for_order(receive("WASHER", "MAIN/A", 1), "PO-000001"),
                    Doubt::kMoreThanOrdered);
}

TEST_F(Questions, AnotherItemOrWarehouseThanTheOrdersOrAnOrderOfTheOtherKind) {
  for (const auto& movement : {for_order(receive("BOLT", "MAIN/A", 1), "PO-000001"),
                               for_order(receive("WASHER", "EAST/A", 1), "PO-000001"),
                               for_order(pick("WASHER", "MAIN/A", 1), "PO-000001"),
                               for_order(receive("BOLT", "MAIN/A", 1), "1007")}) {
    expect_questioned(movement, Doubt::kNotOnOrder);
  }
}

TEST_F(Questions, OnlyWhatIsTakenFromAnOrderIsHeldAgainstIt) {
  expect_fits(for_order(move("BOLT", "MAIN/A", "MAIN/B", 20), "1007"));
  expect_fits(for_order(give_back("NUT", "MAIN/A", 1), "1007"));
  expect_fits(for_order(scrap("NUT", "MAIN/A", 1), "broken"));
  expect_fits(for_order(count("NUT", "MAIN/A", 40), "stocktake"));
}

TEST_F(Questions, AreWithdrawnWhenTheScanIsUndone) {
  scan(for_order(pick("BOLT", "MAIN/A", 1), "1008"));
  scan(for_order(pick("NUT", "MAIN/A", 1), "1007"));
  EXPECT_EQ(open_tasks(), (Whys{"unknown_reference", "not_on_order"}));
  const auto& ack = scan(undo(1));
  EXPECT_EQ(ack.refused_total, 0U);
  EXPECT_EQ(ack.doubt_total, 2U) << "what was said stays said";
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 50);
  EXPECT_EQ(open_tasks(), (Whys{"not_on_order"}));
  const auto task = warehouse.tasks().at(0);
  EXPECT_EQ(task.state, TaskState::kWithdrawn);
  EXPECT_EQ(task.closed_why, "its movement was taken back");
}

TEST_F(Questions, AreWithdrawnWhenAPersonUndoesTheEntry) {
  scan(for_order(pick("BOLT", "MAIN/A", 1), "1008"));
  warehouse.undo_entry(warehouse.ledger_length());
  EXPECT_EQ(open_tasks(), Whys{});
}

TEST_F(Questions, StayDismissedWhenTheScanIsUndone) {
  scan(for_order(pick("BOLT", "MAIN/A", 1), "1008"));
  warehouse.dismiss(1);
  scan(undo(1));
  EXPECT_EQ(warehouse.tasks().at(0).state, TaskState::kDismissed);
}

TEST_F(Questions, HoldNothingToBook) {
  scan(for_order(pick("BOLT", "MAIN/A", 1), "1008"));
  EXPECT_EQ(warehouse.settle(1, "BOLT").verdict, Verdict::kRefused);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 49);
}

TEST_F(Questions, AreInEachAckThatIsRepeated) {
  scan(for_order(pick("BOLT", "MAIN/A", 1), "1008"));
  const wire::Ack ack = scan(pick("BOLT", "MAIN/A", 1));
  EXPECT_EQ(ack.doubt_total, 1U);
  warehouse.restart();
  warehouse.apply(scanner.batch(1, 2));
  EXPECT_EQ(warehouse.last().acks.at(0).ack, ack);
  warehouse.apply(scanner.hello());
  EXPECT_EQ(warehouse.last().acks.at(0).ack, ack);
  EXPECT_EQ(warehouse.tasks().size(), 1U);
}

TEST_F(Questions, OfBothListsTogetherTheNewestEightAreNamed) {
  for (int i = 0; i < 6; ++i) {
    scanner.add(receive("NONE", "MAIN/A", 1));
    scanner.add(for_order(pick("BOLT", "MAIN/A", 1), "1008"));
  }
  warehouse.apply(scanner.batch(1, 5));
  warehouse.apply(scanner.batch(6, 12));
  const auto ack = warehouse.last().acks.at(0).ack;
  EXPECT_EQ(ack.refused_total, 6U);
  EXPECT_EQ(ack.doubt_total, 6U);
  ASSERT_EQ(ack.refused_count, 4);
  ASSERT_EQ(ack.doubt_count, 4);
  for (std::uint32_t i = 0; i < 4; ++i) {
    EXPECT_EQ(ack.refused.at(i).seq, 5 + 2 * i);
    EXPECT_EQ(ack.doubt.at(i).seq, 6 + 2 * i);
  }
  for (int i = 0; i < 8; ++i) scan(for_order(pick("BOLT", "MAIN/A", 1), "1008"));
  const auto& later = warehouse.last().acks.at(0).ack;
  EXPECT_EQ(later.refused_count, 0);
  EXPECT_EQ(later.doubt_count, 8);
  EXPECT_EQ(later.doubt_total, 14U);
}

TEST_F(Questions, AnAckThatAppliesNothingNamesNothing) {
  scan(for_order(pick("BOLT", "MAIN/A", 1), "1008"));
  warehouse.apply(gateway::RenameNode{text<wire::NodeName>("S1"), text<wire::NodeName>("S2"), {}});
  warehouse.apply(scanner.hello());
  const auto& ack = warehouse.last().acks.at(0).ack;
  EXPECT_EQ(ack.renamed.view(), "S2");
  EXPECT_EQ(ack.doubt_total, 0U);
  EXPECT_EQ(ack.doubt_count, 0);
}

TEST_F(Questions, AreAskedOfWhatTheOfficeBooksToo) {
  warehouse.receive_order(1, {{text<wire::Sku>("WASHER"), 81}});
  EXPECT_EQ(open_tasks(), (Whys{"more_than_ordered"}));
  EXPECT_EQ(warehouse.tasks().at(0).origin.source, "@manual");
  EXPECT_EQ(warehouse.book(for_order(pick("NUT", "MAIN/A", 1), "1007")).verdict, Verdict::kDone);
  EXPECT_EQ(open_tasks(), (Whys{"more_than_ordered", "not_on_order"}));
  EXPECT_EQ(ship("1007").verdict, Verdict::kDone);
  EXPECT_EQ(open_tasks().size(), 2U) << "the whole order fits";
}

TEST_F(Questions, AreAskedOfATaskThatIsSettled) {
  warehouse.scan(scanner, for_order(pick("BLOT", "MAIN/A", 9), "1007"));
  ASSERT_EQ(warehouse.settle(1, "BOLT").verdict, Verdict::kDone);
  EXPECT_EQ(open_tasks(), (Whys{"more_than_ordered"}));
}

/// S2 counted BOLT in MAIN/A an hour ago; the scanner S1 comes late.
class CountedSince : public Questions {
 protected:
  CountedSince() {
    warehouse.scan(counter, aged(count("BOLT", "MAIN/A", 40), kHour));
    EXPECT_TRUE(warehouse.tasks().empty());
  }
  static wire::Movement aged(wire::Movement movement, std::uint32_t age_ms) {
    movement.age_ms = age_ms;
    return movement;
  }
  void expect_counted_since(const wire::Movement& movement) {
    const auto& ack = scan(movement);
    ASSERT_EQ(ack.doubt_count, 1);
    EXPECT_EQ(ack.doubt[0], (wire::DoubtedMovement{scanner.last(), Doubt::kCountedSince}));
    EXPECT_EQ(open_tasks(), (Whys{"count_again"}));
    const auto task = warehouse.tasks().back();
    EXPECT_EQ(task.movement.sku.view(), "BOLT");
    EXPECT_EQ(task.movement.to.view(), "MAIN/A");
    EXPECT_EQ(task.origin.source, "S1");
  }

  static constexpr std::uint32_t kHour = 3'600'000;
  Scanner counter{"S2", 0x22};
};

TEST_F(CountedSince, AScanOfBeforeAsksForACountAndIsBooked) {
  expect_counted_since(aged(pick("BOLT", "MAIN/A", 3), kHour + 1));
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 37);
}
TEST_F(CountedSince, AScanByTheScannersClockToo) {
  auto movement = pick("BOLT", "MAIN/A", 3);
  movement.at_ms = warehouse.now.wall_ms - kHour - 1;
  expect_counted_since(movement);
}
TEST_F(CountedSince, ASideOfAMoveIsEnough) {
  warehouse.book(receive("BOLT", "MAIN/B", 3));
  expect_counted_since(aged(move("BOLT", "MAIN/B", "MAIN/A", 3), 2 * kHour));
}
TEST_F(CountedSince, ACountThatCameLateIsNone) {
  expect_counted_since(aged(count("BOLT", "MAIN/A", 50), 2 * kHour));
}
TEST_F(CountedSince, AnUndoOfBefore) {
  scanner.add(pick("BOLT", "MAIN/A", 3));
  warehouse.apply(scanner.batch(1, 1));
  expect_counted_since(aged(undo(1), 2 * kHour));
}

TEST_F(CountedSince, NothingIsAskedOfAScanOfAfterOrOfAnotherBin) {
  expect_fits(aged(pick("BOLT", "MAIN/A", 3), kHour - 1));
  expect_fits(aged(pick("BOLT", "MAIN/A", 3), kHour));
  expect_fits(aged(pick("NUT", "MAIN/A", 3), 2 * kHour));
  expect_fits(aged(receive("BOLT", "MAIN/B", 3), 2 * kHour));
}
TEST_F(CountedSince, NothingIsAskedWhereNoClockSaysWhen) {
  expect_fits(pick("BOLT", "MAIN/A", 3));
  warehouse.now.wall_trusted = false;
  expect_fits(aged(pick("BOLT", "MAIN/A", 3), 2 * kHour));
  auto by_clock = pick("BOLT", "MAIN/A", 3);
  by_clock.at_ms = warehouse.now.wall_ms - 2 * kHour;
  expect_fits(by_clock);
}
TEST_F(CountedSince, NothingIsAskedAfterACountOfAnUnknownTime) {
  warehouse.now.wall_trusted = false;
  warehouse.scan(counter, aged(count("NUT", "MAIN/A", 40), kHour));
  warehouse.now.wall_trusted = true;
  expect_fits(aged(pick("NUT", "MAIN/A", 3), 2 * kHour));
}
TEST_F(CountedSince, NothingIsAskedOfWhatTheCountingScannerDidNext) {
  warehouse.scan(counter, aged(pick("BOLT", "MAIN/A", 1), kHour + 5'000));  // its message was slow
  EXPECT_EQ(warehouse.last().acks.at(0).ack.doubt_total, 0U);
  EXPECT_TRUE(warehouse.tasks().empty());
}
TEST_F(CountedSince, NothingIsAskedBecauseOfAClockThatIsAhead) {
  auto ahead = count("NUT", "MAIN/A", 40);
  ahead.at_ms = warehouse.now.wall_ms + 5 * kHour;
  warehouse.scan(counter, ahead);
  warehouse.now.wall_ms += kHour;
  expect_fits(aged(pick("NUT", "MAIN/A", 3), 1'000));
}
TEST_F(CountedSince, NothingIsAskedBecauseOfACountThatWasTakenBack) {
  warehouse.scan(counter, undo(1));
  expect_fits(aged(pick("BOLT", "MAIN/A", 3), 2 * kHour));
}

TEST_F(CountedSince, ACountByHandIsOneToo) {
  warehouse.book(count("NUT", "MAIN/A", 40));
  EXPECT_EQ(scan(aged(pick("NUT", "MAIN/A", 3), 1'000)).doubt_total, 1U);
}

TEST_F(CountedSince, ABinIsAskedForOnceUntilItIsCounted) {
  scan(aged(pick("BOLT", "MAIN/A", 3), 2 * kHour));
  EXPECT_EQ(scan(aged(pick("BOLT", "MAIN/A", 3), 2 * kHour)).doubt_total, 2U);
  EXPECT_EQ(open_tasks(), (Whys{"count_again"}));
  warehouse.scan(counter, count("BOLT", "MAIN/A", 40));
  EXPECT_EQ(open_tasks(), Whys{});
  EXPECT_EQ(warehouse.tasks().at(0).state, TaskState::kWithdrawn);
  scan(aged(pick("BOLT", "MAIN/A", 3), 2 * kHour));
  EXPECT_EQ(open_tasks(), (Whys{"count_again"}));
}
TEST_F(CountedSince, ABinIsAskedForAgainAfterAPersonDismissedIt) {
  scan(aged(pick("BOLT", "MAIN/A", 3), 2 * kHour));
  warehouse.dismiss(1);
  scan(aged(pick("BOLT", "MAIN/A", 3), 2 * kHour));
  EXPECT_EQ(open_tasks(), (Whys{"count_again"}));
  EXPECT_EQ(warehouse.tasks().size(), 2U);
}

TEST_F(CountedSince, TheReferenceComesFirstInTheAckAndBothAreAsked) {
  const auto& ack = scan(aged(for_order(pick("BOLT", "MAIN/A", 1), "1008"), 2 * kHour));
  EXPECT_EQ(ack.doubt_total, 1U);
  EXPECT_EQ(ack.doubt[0].why, Doubt::kUnknownReference);
  EXPECT_EQ(open_tasks(), (Whys{"unknown_reference", "count_again"}));
}

TEST_F(CountedSince, AnImportedFileComesLateToo) {
  scanner.add(aged(pick("BOLT", "MAIN/A", 3), 2 * kHour));
  warehouse.apply(gateway::ImportScans{scanner.batch(1, 1)});
  EXPECT_EQ(open_tasks(), (Whys{"count_again"}));
  EXPECT_EQ(warehouse.last().acks.at(0).ack.doubt_total, 1U);
}

}  // namespace
}  // namespace domain_test
