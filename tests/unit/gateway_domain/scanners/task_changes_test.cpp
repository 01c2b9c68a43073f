// SPDX-License-Identifier: MIT
// Promise: a person books under the right SKU what a task holds, with its own
// author and time, once; or closes it with a reason. Nothing is booked that was never
// read, and the scanner that scanned it may still take it back.

#include "gateway/limits.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::TaskState;
using gateway::Verdict;

class TaskChanges : public DomainTest {
 protected:
  TaskChanges() {
    warehouse.set_item("BOLT", {{"threshold", "0"}});
    warehouse.scan(scanner, receive("BLOT", "MAIN/A", 7));  // task 1
    EXPECT_EQ(warehouse.tasks().size(), 1U);
  }
  [[nodiscard]] gateway::Task task(std::size_t number = 1) const {
    return warehouse.tasks().at(number - 1);
  }
  void expect_refused(const gateway::Outcome& outcome, std::string_view why) {
    EXPECT_EQ(outcome.verdict, Verdict::kRefused);
    EXPECT_EQ(reasons_of(outcome), std::string(why) + '\n');
  }
  /// The scanner's last movement is what became of its undo.
  void expect_undo_refused() {
    warehouse.scan(scanner, undo(1));
    EXPECT_EQ(task(2).why, "not_reversible");
  }

  Scanner scanner{"S1"};
};

TEST_F(TaskChanges, SettlingBooksTheScanAsItWas) {
  const auto scanned_ms = task().at_ms;
  warehouse.now.wall_ms += 60'000;
  const auto outcome = warehouse.settle(1, "BOLT");
  EXPECT_EQ(outcome.verdict, Verdict::kDone);
  EXPECT_EQ(outcome.task_id, 1U);
  const auto entry = warehouse.entry(outcome.ledger_seq);
  EXPECT_EQ(entry.sku.view(), "BOLT");
  EXPECT_EQ(entry.qty, 7);
  EXPECT_EQ(entry.origin, (gateway::Origin{"S1", 0x9f3c01aa, 1}));
  EXPECT_EQ(entry.at_ms, scanned_ms);
  EXPECT_EQ(entry.received_ms, warehouse.now.wall_ms);
  EXPECT_EQ(task().state, TaskState::kSettled);
  EXPECT_EQ(task().ledger_seq, entry.seq);
  EXPECT_EQ(task().closed_by, "JANE");
  EXPECT_EQ(task().closed_ms, warehouse.now.wall_ms);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 7);
}

/// Two cases that no item had when they were scanned: task 2.
class UnknownCase : public TaskChanges {
 protected:
  UnknownCase() {
    auto movement = receive("BOLT", "MAIN/A", 2);
    movement.sku = {};
    movement.code = text<wire::Code>("]I115901234123454");
    warehouse.scan(scanner, movement);
    EXPECT_EQ(task(2).why, "unknown_code");
  }
};

TEST_F(UnknownCase, IsNotBookedAsPieces) {
  const auto outcome = warehouse.settle(2, "BOLT");
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_NE(reasons_of(outcome).find("pack: is missing"), std::string::npos);
  EXPECT_EQ(warehouse.settle(2, "BOLT", 12).verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 24);
}

TEST_F(UnknownCase, ThatWasMisreadIsNoPieceEither) {
  auto movement = receive("BOLT", "MAIN/A", 2);
  movement.sku = {};
  movement.code = text<wire::Code>("15901234123455");
  warehouse.scan(scanner, movement);
  EXPECT_EQ(task(3).why, "bad_code");
  EXPECT_EQ(warehouse.settle(3, "BOLT").verdict, Verdict::kRefused);
}

TEST_F(UnknownCase, IsBookedWithThePackThatItsBarcodeGot) {
  warehouse.set_item("BOLT", {{"barcodes", "15901234123454*6"}});
  EXPECT_EQ(warehouse.settle(2, "BOLT").verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 12);
}

TEST_F(UnknownCase, OfAnotherItemIsAskedAbout) {
  warehouse.set_item("NUT", {{"barcodes", "15901234123454*6"}});
  EXPECT_EQ(warehouse.settle(2, "BOLT").verdict, Verdict::kRefused);
  EXPECT_EQ(warehouse.settle(2, "NUT").verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.on_hand("NUT", "MAIN/A"), 12);
}

TEST_F(UnknownCase, OfMoreThanAScanMayHoldIsRefused) {
  expect_refused(warehouse.settle(2, "BOLT", 600'000),
                 "pack: 600000 times 2 that were scanned must be at most 1000000");
}

TEST_F(TaskChanges, IsClosedOnce) {
  warehouse.settle(1, "BOLT");
  const auto before = dump(warehouse.store);
  expect_refused(warehouse.settle(1, "BOLT"), "id: task 1 is settled already");
  expect_refused(warehouse.dismiss(1), "id: task 1 is settled already");
  EXPECT_EQ(dump(warehouse.store), before);
  EXPECT_EQ(warehouse.settle(2, "BOLT").verdict, Verdict::kNotFound);
  EXPECT_EQ(warehouse.dismiss(2).verdict, Verdict::kNotFound);
}

TEST_F(TaskChanges, WhatStillCannotBeBookedStaysOpen) {
  const auto before = dump(warehouse.store);
  expect_refused(warehouse.settle(1, "BLOT"), "sku: still cannot be booked: unknown_sku");
  EXPECT_EQ(dump(warehouse.store), before);
}

TEST_F(TaskChanges, SettlingIsAMovementLikeAnyOther) {
  warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
  warehouse.set_item("BOLT", {{"supplier", "ACME"}, {"threshold", "50"}});
  warehouse.settle(1, "BOLT");
  EXPECT_TRUE(warehouse.position("BOLT").low);
  EXPECT_EQ(warehouse.purchases().size(), 1U);
}

TEST_F(TaskChanges, TheScannerTakesBackWhatWasSettled) {
  const auto settled = warehouse.settle(1, "BOLT").ledger_seq;
  warehouse.scan(scanner, undo(1));
  EXPECT_EQ(warehouse.entry(settled + 1).undoes, settled);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 0);
  EXPECT_EQ(task().state, TaskState::kSettled) << "it was; and it was undone";
  expect_undo_refused();
}

TEST_F(TaskChanges, APersonTakesBackWhatWasSettled) {
  warehouse.undo_entry(warehouse.settle(1, "BOLT").ledger_seq);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 0);
  expect_undo_refused();
}

TEST_F(TaskChanges, WhatTheScannerTookBackIsNotSettled) {
  warehouse.scan(scanner, undo(1));
  expect_refused(warehouse.settle(1, "BOLT"), "id: task 1 is withdrawn already");
}

TEST_F(TaskChanges, DismissingNeedsAReasonAndBooksNothing) {
  expect_refused(warehouse.dismiss(1, ""), "why: is missing: say why nothing is booked");
  const std::string longest(gateway::kReasonBytesMax, 'x');
  EXPECT_EQ(warehouse.dismiss(1, longest + "y").verdict, Verdict::kDone);
  EXPECT_EQ(task().state, TaskState::kDismissed);
  EXPECT_EQ(task().closed_why, longest);
  EXPECT_EQ(warehouse.ledger_length(), 0U);
  expect_refused(warehouse.settle(1, "BOLT"), "id: task 1 is dismissed already");
  expect_undo_refused();
}

TEST_F(TaskChanges, WhatNobodyCouldReadIsNotBookedAsAGuess) {
  scanner.add_unreadable(wire::Refusal::kMalformed, R"({"op":"pik","qty":5,"to":"MAIN/A"})");
  auto batch = scanner.batch(2, 2);
  batch.movements[0].movement.qty = 5;  // as the reader leaves it: the rest was clear
  batch.movements[0].movement.to = text<wire::Location>("MAIN/A");
  warehouse.apply(batch);
  EXPECT_EQ(task(2).why, "malformed");
  expect_refused(warehouse.settle(2, "BOLT"),
                 "id: task 2 holds no movement to book: see to its cause, then dismiss it");
  EXPECT_EQ(warehouse.dismiss(2).verdict, Verdict::kDone);
}

TEST_F(TaskChanges, ADiscrepancyIsDismissedOnceItIsSeenTo) {
  warehouse.scan(scanner, pick("BOLT", "MAIN/A", 1));
  EXPECT_EQ(task(2).why, "discrepancy");
  expect_refused(warehouse.settle(2, "BOLT"),
                 "id: task 2 holds no movement to book: see to its cause, then dismiss it");
  EXPECT_EQ(warehouse.dismiss(2, "counted").verdict, Verdict::kDone);
}

TEST_F(TaskChanges, AnUndoThatFailedIsNoMovement) {
  warehouse.scan(scanner, undo(9));
  EXPECT_EQ(warehouse.settle(2, "BOLT").verdict, Verdict::kRefused);
}

TEST_F(TaskChanges, APlainMessageIsSettledThroughItsOwnDoor) {
  warehouse.apply(gateway::PlainSupply{"topic", "BLOT", "MAIN/A", 5, "m1"});
  const auto outcome = warehouse.settle(2, "BOLT");
  EXPECT_EQ(outcome.verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.entry(outcome.ledger_seq).origin, (gateway::Origin{"@plain", 0, 0}));
  const auto again = warehouse.apply(gateway::PlainSupply{"topic", "BLOT", "MAIN/A", 5, "m1"});
  EXPECT_EQ(again.verdict, Verdict::kRepeated);
  EXPECT_EQ(again.task_id, 2U);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 5);
}

TEST_F(TaskChanges, APlainMessageToAPlaceThatIsNoneCannotBeSettled) {
  warehouse.apply(gateway::PlainSupply{"topic", "BOLT", "@scrap", 5, {}});
  expect_refused(warehouse.settle(2, "BOLT"), "sku: still cannot be booked: unknown_location");
}

TEST_F(TaskChanges, ANodesFiguresStayTrueAfterItAll) {
  warehouse.settle(1, "BOLT");
  warehouse.apply(scanner.hello());
  const auto ack = warehouse.last().acks.at(0).ack;
  EXPECT_EQ(ack.refused_total, 1U) << "the scanner was refused, and shows that";
  EXPECT_EQ(ack.refused[0].why, wire::Refusal::kUnknownSku);
}

}  // namespace
}  // namespace domain_test
