// SPDX-License-Identifier: MIT
// Promise: what a bin does below zero is the policy of that location: refuse,
// book and ask a person (once a crossing), or just book.

#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::NegativeStock;
using gateway::Verdict;

class NegativeBins : public DomainTest {
 protected:
  NegativeBins() { warehouse.set_item("BOLT"); }
  std::size_t discrepancies() {
    std::size_t count = 0;
    for (const auto& task : warehouse.tasks()) count += task.why == "discrepancy" ? 1 : 0;
    return count;
  }
};

TEST_F(NegativeBins, ForbidRefusesAndChangesNothing) {
  warehouse.set_policy("MAIN/A", NegativeStock::kForbid);
  warehouse.book(receive("BOLT", "MAIN/A", 3));
  const auto before = dump(warehouse.store);
  const auto outcome = warehouse.book(pick("BOLT", "MAIN/A", 4));
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_EQ(outcome.refused, wire::Refusal::kInsufficient);
  EXPECT_EQ(dump(warehouse.store), before);
  EXPECT_EQ(warehouse.book(pick("BOLT", "MAIN/A", 3)).verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.book(count("BOLT", "MAIN/A", 0)).verdict, Verdict::kDone);
}

TEST_F(NegativeBins, ForbidIsForThatLocationOnly) {
  warehouse.set_policy("MAIN/A", NegativeStock::kForbid);
  EXPECT_EQ(warehouse.book(pick("BOLT", "MAIN/B", 1)).verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.book(move("BOLT", "MAIN/B", "MAIN/A", 1)).verdict, Verdict::kDone);
}

TEST_F(NegativeBins, ForbidAlsoHoldsForAnUndo) {
  warehouse.set_policy("MAIN/A", NegativeStock::kForbid);
  warehouse.book(receive("BOLT", "MAIN/A", 3));
  warehouse.book(pick("BOLT", "MAIN/A", 2));
  EXPECT_EQ(warehouse.undo_entry(1).refused, wire::Refusal::kInsufficient);
  EXPECT_EQ(warehouse.undo_entry(2).verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.undo_entry(1).verdict, Verdict::kDone) << "a refused undo may be repeated";
}

TEST_F(NegativeBins, FlagOpensOneTaskACrossing) {
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  warehouse.book(pick("BOLT", "MAIN/A", 5));
  EXPECT_EQ(discrepancies(), 1U);
  warehouse.book(pick("BOLT", "MAIN/A", 1));
  EXPECT_EQ(discrepancies(), 1U) << "still the same hole";
  warehouse.book(count("BOLT", "MAIN/A", 0));
  warehouse.book(pick("BOLT", "MAIN/A", 1));
  EXPECT_EQ(discrepancies(), 2U);

  const auto task = warehouse.tasks().at(0);
  EXPECT_EQ(task.movement.from.view(), "MAIN/A");
  EXPECT_EQ(task.movement.sku.view(), "BOLT");
  EXPECT_EQ(task.detail, "the books say -3 of BOLT at MAIN/A: count the bin");
}

TEST_F(NegativeBins, ExactlyZeroIsNoDiscrepancy) {
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  warehouse.book(pick("BOLT", "MAIN/A", 2));
  EXPECT_EQ(discrepancies(), 0U);
}

TEST_F(NegativeBins, AFlaggedScanIsBookedAndNotRefused) {
  Scanner scanner("S1");
  warehouse.scan(scanner, pick("BOLT", "MAIN/A", 1));
  EXPECT_EQ(warehouse.last().acks.at(0).ack.refused_total, 0U);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), -1);
  EXPECT_EQ(warehouse.tasks().at(0).origin.source, "S1");
}

TEST_F(NegativeBins, AnUndoCanCrossAsWell) {
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  warehouse.book(pick("BOLT", "MAIN/A", 1));
  warehouse.undo_entry(1);
  EXPECT_EQ(warehouse.on_hand("BOLT", "MAIN/A"), -1);
  EXPECT_EQ(discrepancies(), 1U);
}

TEST_F(NegativeBins, AllowBooksInSilence) {
  warehouse.set_policy("MAIN/A", NegativeStock::kAllow);
  EXPECT_EQ(warehouse.book(pick("BOLT", "MAIN/A", 5)).verdict, Verdict::kDone);
  EXPECT_EQ(discrepancies(), 0U);
}

TEST_F(NegativeBins, VirtualLocationsMayGoAnywhere) {
  EXPECT_EQ(warehouse.book(move("BOLT", "@unknown", "MAIN/A", 5)).verdict, Verdict::kDone);
  EXPECT_EQ(discrepancies(), 0U);
}

TEST_F(NegativeBins, LocationsComeIntoBeingOnFirstUseAndKeepTheirPolicy) {
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  warehouse.set_policy("MAIN/A", NegativeStock::kForbid);
  warehouse.set_policy("MAIN/Z", NegativeStock::kAllow);
  warehouse.book(receive("BOLT", "MAIN/A", 2));
  const auto locations = gateway::list_locations(warehouse.store, {}, 10);
  ASSERT_EQ(locations.size(), 2U);
  EXPECT_EQ(locations[0].location, "MAIN/A");
  EXPECT_EQ(locations[0].policy, NegativeStock::kForbid);
  EXPECT_EQ(locations[1].location, "MAIN/Z");
  EXPECT_EQ(locations[1].policy, NegativeStock::kAllow);
}

TEST_F(NegativeBins, PoliciesBelongToRealLocations) {
  for (const auto* bad : {"@supplier", "", "MAIN//A"}) {
    const auto outcome = warehouse.set_policy(bad, NegativeStock::kAllow);
    EXPECT_EQ(outcome.verdict, Verdict::kRefused);
    EXPECT_EQ(outcome.problems.size(), 1U);
  }
}

}  // namespace
}  // namespace domain_test
