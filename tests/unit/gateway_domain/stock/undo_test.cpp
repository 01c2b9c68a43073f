// SPDX-License-Identifier: MIT
// Promise: an undo is a movement of its own that names the old one: what was
// booked is compensated once, what still waits for a person is withdrawn, and
// everything else is refused as not reversible, never guessed.

#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::TaskState;
using gateway::Verdict;
using wire::Refusal;

class Undo : public DomainTest {
 protected:
  Undo() { warehouse.set_item("BOLT"); }

  void expect_refused(wire::Sequence seq, Refusal why = Refusal::kNotReversible) {
    const auto& ack = warehouse.last().acks.at(0).ack;
    ASSERT_GT(ack.refused_count, 0);
    EXPECT_EQ(ack.refused.at(ack.refused_count - 1U), (wire::RefusedMovement{seq, why}));
  }

  Scanner scanner{"S1"};
};

TEST_F(Undo, CompensatesABookedMovementAlongItsRouteBackwards) {
  auto delivery = receive("BOLT", "MAIN/A", 7);
  delivery.lot = text<wire::Lot>("L1");
  delivery.serial = text<wire::Serial>("SN");
  delivery.expiry_yyyymmdd = 20270101;
  warehouse.scan(scanner, delivery);
  warehouse.scan(scanner, undo(1));

  const auto entry = warehouse.entry(2);
  EXPECT_EQ(entry.op, wire::Op::kUndo);
  EXPECT_EQ(entry.undoes, 1U);
  EXPECT_EQ(entry.sku.view(), "BOLT");
  EXPECT_EQ(entry.qty, 7);
  EXPECT_EQ(entry.from.view(), "MAIN/A");
  EXPECT_EQ(entry.to.view(), "@supplier");
  EXPECT_EQ(entry.lot.view(), "L1");
  EXPECT_EQ(entry.serial.view(), "SN");
  EXPECT_EQ(entry.expiry_yyyymmdd, 20270101U);
  EXPECT_EQ(entry.origin.seq, 2U);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 0);
  EXPECT_EQ(warehouse.last().acks.at(0).ack.refused_total, 0U);
}

TEST_F(Undo, WorksWithinOneBatch) {
  scanner.add(receive("BOLT", "MAIN/A", 7));
  scanner.add(undo(1));
  warehouse.apply(scanner.batch(1, 2));
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 0);
  EXPECT_EQ(warehouse.ledger_length(), 2U);
}

TEST_F(Undo, OfACountRestoresTheDifferenceNotTheNumber) {
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 10));
  warehouse.scan(scanner, count("BOLT", "MAIN/A", 4));
  warehouse.scan(scanner, pick("BOLT", "MAIN/A", 1));
  warehouse.scan(scanner, undo(2));
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 9);
}

TEST_F(Undo, OfACountThatAgreedIsBookedToo) {
  warehouse.scan(scanner, count("BOLT", "MAIN/A", 0));
  warehouse.scan(scanner, undo(1));
  EXPECT_EQ(warehouse.ledger_length(), 2U);
  EXPECT_EQ(warehouse.entry(2).qty, 0);
}

TEST_F(Undo, HappensOnce) {
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 7));
  warehouse.scan(scanner, undo(1));
  warehouse.scan(scanner, undo(1));
  expect_refused(3);
  EXPECT_EQ(warehouse.ledger_length(), 2U);
}

TEST_F(Undo, OfAnUndoIsRefused) {
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 7));
  warehouse.scan(scanner, undo(1));
  warehouse.scan(scanner, undo(2));
  expect_refused(3);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 0);
}

TEST_F(Undo, WithdrawsWhatStillWaitsForAPerson) {
  warehouse.scan(scanner, receive("NUT", "MAIN/A", 7));  // unknown: task 1
  warehouse.scan(scanner, undo(1));
  EXPECT_EQ(warehouse.tasks().at(0).state, TaskState::kWithdrawn);
  EXPECT_EQ(warehouse.ledger_length(), 0U);
  EXPECT_EQ(warehouse.last().acks.at(0).ack.refused_total, 1U) << "the undo was not refused";

  warehouse.scan(scanner, undo(1));  // there is nothing left to withdraw
  expect_refused(3);
  warehouse.scan(scanner, undo(2));  // and a withdrawal is not undone
  expect_refused(4);
}

TEST_F(Undo, OfItselfOrOfWhatComesLaterIsRefused) {
  warehouse.scan(scanner, undo(1));
  expect_refused(1);
  scanner.add(undo(3));
  scanner.add(receive("BOLT", "MAIN/A", 7));
  warehouse.apply(scanner.batch(2, 3));
  EXPECT_EQ(warehouse.last().acks.at(0).ack.refused_total, 2U);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 7);
}

TEST_F(Undo, OfSequenceZeroIsRefused) {
  warehouse.scan(scanner, undo(0));
  expect_refused(1);
}

TEST_F(Undo, OfALostRangeIsRefused) {
  for (int i = 0; i < 5; ++i) scanner.add(receive("BOLT", "MAIN/A", 1));
  scanner.oldest = 5;
  warehouse.apply(scanner.batch(5, 5));
  warehouse.scan(scanner, undo(3));
  expect_refused(6);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 1);
}

TEST_F(Undo, ReachesOnlyTheSameNodeAndEpoch) {
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 7));
  Scanner other("S2");
  other.add(receive("NUT", "MAIN/A", 1));
  other.add(undo(1));
  warehouse.apply(other.batch(1, 2));
  Scanner reset("S1", 0x77);
  reset.add(give_back("NUT", "MAIN/A", 1));
  reset.add(undo(1));
  warehouse.apply(reset.batch(1, 2));
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 7);
  EXPECT_EQ(warehouse.tasks().size(), 2U);
}

TEST_F(Undo, ByAPersonReachesEveryEntry) {
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 7));
  auto outcome = warehouse.undo_entry(1);
  EXPECT_EQ(outcome.verdict, Verdict::kDone);
  EXPECT_EQ(outcome.ledger_seq, 2U);
  EXPECT_EQ(warehouse.entry(2).origin.source, "@manual");

  outcome = warehouse.undo_entry(1);
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_EQ(outcome.refused, Refusal::kNotReversible);
  EXPECT_EQ(warehouse.undo_entry(2).verdict, Verdict::kRefused) << "an undo of an undo";
  EXPECT_EQ(warehouse.undo_entry(99).verdict, Verdict::kNotFound);

  warehouse.scan(scanner, undo(1));  // the scanner comes second
  expect_refused(2);
  EXPECT_EQ(warehouse.ledger_length(), 2U);
}

TEST_F(Undo, IsRefusedWhereThePolicyForbidsIt) {
  warehouse.set_policy("MAIN/A", gateway::NegativeStock::kForbid);
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 7));
  warehouse.scan(scanner, pick("BOLT", "MAIN/A", 7));
  warehouse.scan(scanner, undo(1));
  expect_refused(3, Refusal::kInsufficient);
  warehouse.scan(scanner, undo(2));
  warehouse.scan(scanner, undo(1));
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), 0);
}

TEST_F(Undo, SurvivesARestartOfTheGateway) {
  warehouse.scan(scanner, receive("BOLT", "MAIN/A", 7));
  warehouse.scan(scanner, undo(1));
  warehouse.restart();
  warehouse.scan(scanner, undo(1));
  expect_refused(3);
}

}  // namespace
}  // namespace domain_test
