// SPDX-License-Identifier: MIT
// Promise: a request by hand with an id of its own is carried out once, however
// often it is sent; what changed nothing may be corrected under the same id.

#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::ManualMovement;
using gateway::ManualUndo;
using gateway::Verdict;
using wire::Refusal;

class Manual : public DomainTest {
 protected:
  Manual() { warehouse.set_item("BOLT"); }
};

TEST_F(Manual, ARepeatedRequestGetsTheFirstAnswer) {
  const ManualMovement request{receive("BOLT", "MAIN", 5), "r1"};
  EXPECT_EQ(warehouse.apply(request).verdict, Verdict::kDone);
  warehouse.restart();
  warehouse.now.wall_ms += 1000;
  const auto again = warehouse.apply(request);
  EXPECT_EQ(again.verdict, Verdict::kRepeated);
  EXPECT_EQ(again.ledger_seq, 1U);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN"), 5);
}

TEST_F(Manual, AnIdUsedForSomethingElseIsRefused) {
  warehouse.apply(ManualMovement{receive("BOLT", "MAIN", 5), "r1"});
  auto outcome = warehouse.apply(ManualMovement{receive("BOLT", "MAIN", 6), "r1"});
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_EQ(outcome.refused, Refusal::kKeyReused);
  outcome = warehouse.apply(ManualUndo{1, {}, "r1"});
  EXPECT_EQ(outcome.refused, Refusal::kKeyReused);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN"), 5);
  EXPECT_TRUE(warehouse.tasks().empty()) << "the person is told at once";
}

TEST_F(Manual, ARefusedRequestMayBeCorrectedUnderItsId) {
  EXPECT_EQ(warehouse.apply(ManualMovement{receive("NUT", "MAIN", 5), "r1"}).refused,
            Refusal::kUnknownSku);
  EXPECT_EQ(warehouse.apply(ManualMovement{receive("BOLT", "MAIN", 5), "r1"}).verdict,
            Verdict::kDone);
}

TEST_F(Manual, AnUndoIsRepeatedHarmlessly) {
  warehouse.apply(ManualMovement{receive("BOLT", "MAIN", 5), "r1"});
  EXPECT_EQ(warehouse.apply(ManualUndo{1, {}, "r2"}).ledger_seq, 2U);
  const auto again = warehouse.apply(ManualUndo{1, {}, "r2"});
  EXPECT_EQ(again.verdict, Verdict::kRepeated);
  EXPECT_EQ(again.ledger_seq, 2U);
  EXPECT_EQ(warehouse.apply(ManualUndo{1, {}, "r3"}).refused, Refusal::kNotReversible);
}

TEST_F(Manual, WithoutAnIdEveryRequestCounts) {
  warehouse.book(receive("BOLT", "MAIN", 5));
  warehouse.book(receive("BOLT", "MAIN", 5));
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN"), 10);
}

TEST_F(Manual, IdsOfAPersonAndOfATopicAreApart) {
  warehouse.apply(ManualMovement{receive("BOLT", "MAIN", 5), "r1"});
  warehouse.apply(gateway::PlainSupply{"inventory_updates", "BOLT", "MAIN", 5, "r1"});
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN"), 10);
}

TEST_F(Manual, TheOperatorIsAName) {
  auto movement = receive("BOLT", "MAIN", 5);
  movement.by = text<wire::Operator>("not a name");
  EXPECT_EQ(warehouse.book(movement).refused, Refusal::kMalformed);
  movement.by = text<wire::Operator>("JANE");
  EXPECT_EQ(warehouse.book(movement).verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.entry(1).by.view(), "JANE");
}

TEST_F(Manual, AnUndoIsNotSentAsAMovement) {
  EXPECT_EQ(warehouse.book(undo(1)).refused, Refusal::kNotReversible);
  auto with_quantity = undo(1);
  with_quantity.qty = 1;
  EXPECT_EQ(warehouse.book(with_quantity).refused, Refusal::kNotReversible);
}

}  // namespace
}  // namespace domain_test
