// SPDX-License-Identifier: MIT
// Promise: of what a scanner sends, exactly what lies above the gateway's position
// and provably continues the history it holds is applied, once; the ack says where
// the gateway stands, in every case.
// How: one case a rule of docs/protocol.md, in the order of the rules.

#include "scanners/rows.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::IncidentKind;
using gateway::Verdict;

class NodeRules : public DomainTest {
 protected:
  NodeRules() {
    warehouse.set_item("BOLT");
    for (int i = 0; i < 12; ++i) scanner.add(receive("BOLT", "MAIN/A", 1));
  }

  const wire::Ack& send(const gateway::NodeBatch& batch) {
    const auto outcome = warehouse.apply(batch);
    EXPECT_EQ(outcome.verdict, Verdict::kDone);
    EXPECT_EQ(warehouse.last().acks.size(), 1U);
    return warehouse.last().acks.at(0).ack;
  }
  void expect_ack(const gateway::NodeBatch& batch, wire::Sequence acked, const Scanner& history) {
    const auto& ack = send(batch);
    EXPECT_EQ(ack.acked, acked);
    EXPECT_EQ(ack.chain_checksum, history.check_at(acked));
    EXPECT_EQ(ack.epoch, batch.epoch);
  }
  /// The batch is answered, and not a byte of the store changes.
  void expect_unchanged(const gateway::NodeBatch& batch, wire::Sequence acked) {
    const auto before = dump(warehouse.store);
    expect_ack(batch, acked, scanner);
    EXPECT_EQ(dump(warehouse.store), before);
  }
  /// No number was given out since.
  void answer_restored() {
    EXPECT_EQ(warehouse.apply(gateway::ConfirmRestored{}).verdict, Verdict::kDone);
  }
  wire::Quantity stock() { return warehouse.on_hand("BOLT", "MAIN/A"); }

  Scanner scanner{"S1"};
};

TEST_F(NodeRules, AnUnknownEpochStartsAtZeroWithTheEpochAsCheck) {
  Scanner fresh("S1", 0xabcdef01);
  const auto before = dump(warehouse.store);
  const auto& ack = send(fresh.hello());
  EXPECT_EQ(ack.acked, 0U);
  EXPECT_EQ(ack.chain_checksum, wire::ChainChecksum{0xabcdef01});
  EXPECT_EQ(ack.refused_total, 0U);
  EXPECT_EQ(ack.refused_count, 0);
  EXPECT_EQ(warehouse.last().acks.at(0).node.view(), "S1");
  EXPECT_EQ(dump(warehouse.store), before) << "a hello that tells nothing writes nothing";
}

TEST_F(NodeRules, AppliesTheContinuationAndAcksItsLastCheck) {
  expect_ack(scanner.batch(1, 3), 3, scanner);
  expect_ack(scanner.batch(4, 4), 4, scanner);
  EXPECT_EQ(stock(), 4);
  EXPECT_EQ(warehouse.ledger_length(), 4U);
}

TEST_F(NodeRules, AppliesOnlyWhatIsNewOfAPartlyOverlappingBatch) {
  send(scanner.batch(1, 3));
  expect_ack(scanner.batch(2, 5), 5, scanner);
  EXPECT_EQ(stock(), 5);
  expect_ack(scanner.batch(1, 6), 6, scanner);
  EXPECT_EQ(stock(), 6);
}

TEST_F(NodeRules, ARepeatedBatchChangesNothing) {
  send(scanner.batch(1, 3));
  for (int i = 0; i < 5; ++i) expect_unchanged(scanner.batch(1, 3), 3);
}

TEST_F(NodeRules, AnOldBatchChangesNothingWhateverItSays) {
  send(scanner.batch(1, 6));
  expect_unchanged(scanner.batch(1, 4), 6);
  auto other = scanner.batch(1, 4);
  other.previous_checksum = wire::ChainChecksum{1};
  for (auto& movement : other.movements) movement.chain_checksum = wire::ChainChecksum{2};
  expect_unchanged(other, 6);
}

TEST_F(NodeRules, AGapIsNotApplied) {
  send(scanner.batch(1, 2));
  scanner.oldest = 2;
  expect_unchanged(scanner.batch(4, 6), 2);
  EXPECT_TRUE(warehouse.incidents().empty());
  expect_ack(scanner.batch(3, 6), 6, scanner);
}

TEST_F(NodeRules, AHelloBooksNothingAndIsAnswered) {
  send(scanner.batch(1, 12));
  expect_unchanged(scanner.hello(), 12);
}

TEST_F(NodeRules, AHelloOfANodeThatIsBehindIsOld) {
  send(scanner.batch(1, 6));
  auto hello = scanner.batch(4, 3);
  hello.previous_checksum = wire::ChainChecksum{1};
  expect_unchanged(hello, 6);
}

TEST_F(NodeRules, AHelloAboveTheGatewaysPositionIsAGap) {
  send(scanner.batch(1, 6));
  expect_unchanged(scanner.batch(9, 8), 6);
}

TEST_F(NodeRules, WhatTheNodeNoLongerHoldsIsAnIncidentAndItGoesOn) {
  send(scanner.batch(1, 2));
  scanner.oldest = 6;
  expect_ack(scanner.batch(6, 8), 8, scanner);
  EXPECT_EQ(stock(), 2 + 3);
  const auto incidents = warehouse.incidents();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].kind, IncidentKind::kHistoryLost);
  EXPECT_EQ(incidents[0].node, "S1");
  EXPECT_EQ(incidents[0].first_seq, 3U);
  EXPECT_EQ(incidents[0].last_seq, 5U);

  expect_unchanged(scanner.batch(6, 8), 8);
  EXPECT_EQ(warehouse.incidents().size(), 1U) << "once, not at every resend";
}

TEST_F(NodeRules, AHelloAloneRevealsALoss) {
  send(scanner.batch(1, 2));
  scanner.oldest = 13;
  expect_ack(scanner.hello(), 12, scanner);
  EXPECT_EQ(warehouse.incidents().at(0).first_seq, 3U);
  EXPECT_EQ(warehouse.incidents().at(0).last_seq, 12U);
  expect_unchanged(scanner.hello(), 12);
}

TEST_F(NodeRules, ALossInAnEpochNeverSeenBeginsAtOne) {
  scanner.oldest = 4;
  expect_ack(scanner.batch(4, 5), 5, scanner);
  EXPECT_EQ(warehouse.incidents().at(0).first_seq, 1U);
  EXPECT_EQ(warehouse.incidents().at(0).last_seq, 3U);
}

TEST_F(NodeRules, WhatAScannerWasAckedBeyondTheStoreShowsARestoreThatNobodyNoticed) {
  Scanner other("S2", 0x50de0002);
  for (int i = 0; i < 12; ++i) other.add(receive("BOLT", "MAIN/A", 1));
  send(scanner.batch(1, 2));
  send(other.batch(1, 2));
  scanner.oldest = other.oldest = 6;
  expect_ack(scanner.batch(6, 8), 8, scanner);
  ASSERT_TRUE(gateway::restore_wait(warehouse.store).has_value());
  EXPECT_EQ(gateway::incarnation(warehouse.store).generation, 2U);
  const auto tasks = warehouse.tasks();
  ASSERT_EQ(tasks.back().why, "store_older");
  EXPECT_NE(tasks.back().detail.find("acked up to movement 5"), std::string::npos);
  EXPECT_NE(tasks.back().detail.find("knows them up to 2"), std::string::npos);

  // While the person is asked, what another scanner lacks comes of the same restore.
  expect_ack(other.batch(6, 8), 8, other);
  EXPECT_EQ(gateway::incarnation(warehouse.store).generation, 2U);
  // Answered: what shows later may come of another one.
  answer_restored();
  other.oldest = 11;
  expect_ack(other.batch(11, 12), 12, other);
  EXPECT_EQ(gateway::incarnation(warehouse.store).generation, 3U);
}

TEST_F(NodeRules, ARestoreThatAPersonIsAskedAboutExplainsWhatAScannerNoLongerHolds) {
  send(scanner.batch(1, 2));
  warehouse.apply(gateway::TellOfMove{});
  scanner.oldest = 6;
  expect_ack(scanner.batch(6, 8), 8, scanner);
  EXPECT_EQ(gateway::incarnation(warehouse.store).generation, 2U);
  // After any restore a scanner that the copy does not know may show another one.
  answer_restored();
  Scanner fresh("S2", 0x50de0002);
  for (int i = 0; i < 6; ++i) fresh.add(receive("BOLT", "MAIN/A", 1));
  fresh.oldest = 4;
  expect_ack(fresh.batch(4, 6), 6, fresh);
  EXPECT_EQ(warehouse.incidents().size(), 2U);
  EXPECT_EQ(gateway::incarnation(warehouse.store).generation, 3U);
  EXPECT_TRUE(gateway::restore_wait(warehouse.store).has_value());
}

TEST_F(NodeRules, ABatchBehindTheOldestIsAGapAndNoLoss) {
  send(scanner.batch(1, 2));
  scanner.oldest = 5;  // the batch that starts at 5 is still on its way
  expect_unchanged(scanner.batch(7, 8), 2);
}

TEST_F(NodeRules, AnotherHistoryIsNotAppliedAndIsAnIncidentOnce) {
  send(scanner.batch(1, 4));
  Scanner clone("S1");
  clone.salt = 1;
  for (int i = 0; i < 8; ++i) clone.add(receive("BOLT", "MAIN/A", 100));

  expect_ack(clone.batch(5, 6), 4, scanner);
  expect_ack(clone.batch(3, 6), 4, scanner);
  expect_ack(clone.batch(4, 4), 4, scanner);
  EXPECT_EQ(stock(), 4);
  const auto incidents = warehouse.incidents();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].kind, IncidentKind::kKeyReused);
  EXPECT_EQ(incidents[0].first_seq, 5U);
  EXPECT_EQ(incidents[0].last_seq, 6U);

  expect_ack(scanner.batch(5, 6), 6, scanner);  // the first history goes on
  EXPECT_EQ(stock(), 6);
}

TEST_F(NodeRules, TheFirstBatchMustBeginWithItsEpoch) {
  auto batch = scanner.batch(1, 2);
  batch.previous_checksum = wire::ChainChecksum{5};
  expect_ack(batch, 0, scanner);
  EXPECT_EQ(stock(), 0);
  EXPECT_EQ(warehouse.incidents().at(0).kind, IncidentKind::kKeyReused);
  expect_ack(scanner.batch(1, 2), 2, scanner);
}

TEST_F(NodeRules, AHelloWithAnotherCheckIsAnotherHistory) {
  send(scanner.batch(1, 12));
  auto hello = scanner.hello();
  hello.previous_checksum = wire::ChainChecksum{5};
  expect_ack(hello, 12, scanner);
  EXPECT_EQ(warehouse.incidents().at(0).kind, IncidentKind::kKeyReused);
}

TEST_F(NodeRules, AfterALossTheNewHistoryCountsAndTheOldOneDoesNot) {
  send(scanner.batch(1, 2));
  Scanner other("S1");
  other.salt = 1;
  for (int i = 0; i < 6; ++i) other.add(receive("BOLT", "MAIN/A", 10));
  other.oldest = 5;
  expect_ack(other.batch(5, 5), 5, other);
  EXPECT_EQ(stock(), 2 + 10);
  expect_ack(scanner.batch(3, 6), 5, other);
  EXPECT_EQ(warehouse.incidents().size(), 2U);
}

TEST_F(NodeRules, EpochsOfOneNodeAreSeparate) {
  send(scanner.batch(1, 4));
  Scanner reset("S1", 0x1);
  reset.add(receive("BOLT", "MAIN/A", 10));
  expect_ack(reset.batch(1, 1), 1, reset);
  expect_ack(scanner.batch(5, 5), 5, scanner);
  EXPECT_EQ(stock(), 15);
}

TEST_F(NodeRules, OneAckANodeAndEpochACommit) {
  Scanner second("S2");
  second.add(receive("BOLT", "MAIN/A", 1));
  Scanner reset("S1", 0x1);
  const auto effects =
      warehouse.apply({scanner.batch(1, 2), second.batch(1, 1), scanner.batch(3, 4), reset.hello(),
                       scanner.batch(1, 2), second.hello()});
  ASSERT_EQ(effects.acks.size(), 3U);
  EXPECT_EQ(effects.acks[0].node.view(), "S1");  // by node, then epoch
  EXPECT_EQ(effects.acks[0].ack.acked, 0U);
  EXPECT_EQ(effects.acks[1].ack.acked, 4U);
  EXPECT_EQ(effects.acks[2].node.view(), "S2");
  EXPECT_EQ(effects.acks[2].ack.acked, 1U);
}

TEST_F(NodeRules, APositionSurvivesARestartOfTheGateway) {
  send(scanner.batch(1, 4));
  warehouse.restart();
  expect_unchanged(scanner.batch(1, 4), 4);
  expect_ack(scanner.batch(4, 5), 5, scanner);
}

TEST_F(NodeRules, TakesTheLastSequenceThereIs) {
  // A node that used up its epoch and lost all but the end of it.
  gateway::NodeBatch batch = scanner.batch(1, 1);
  batch.first = batch.oldest = wire::kSequenceMax;
  batch.previous_checksum = wire::ChainChecksum{7};
  EXPECT_EQ(send(batch).acked, wire::kSequenceMax);
  gateway::NodeBatch hello;
  hello.node = batch.node;
  hello.epoch = batch.epoch;
  hello.first = hello.oldest = wire::kSequenceMax + 1;
  hello.previous_checksum = batch.movements[0].chain_checksum;
  EXPECT_EQ(send(hello).acked, wire::kSequenceMax);
  EXPECT_EQ(warehouse.incidents().size(), 1U);
}

class Refused : public NodeRules {};

TEST_F(Refused, AreAckedKeptAndListed) {
  Scanner wrong("S2");
  wrong.add(receive("NUT", "MAIN/A", 1));
  wrong.add(receive("BOLT", "@scrap", 1));
  wrong.add(receive("BOLT", "MAIN/A", 1));
  wrong.add_unreadable(wire::Refusal::kMalformed, R"({"op":"dance"})");
  const auto& ack = send(wrong.batch(1, 4));
  EXPECT_EQ(ack.acked, 4U);
  EXPECT_EQ(ack.refused_total, 3U);
  ASSERT_EQ(ack.refused_count, 3);
  EXPECT_EQ(ack.refused[0], (wire::RefusedMovement{1, wire::Refusal::kUnknownSku}));
  EXPECT_EQ(ack.refused[1], (wire::RefusedMovement{2, wire::Refusal::kUnknownLocation}));
  EXPECT_EQ(ack.refused[2], (wire::RefusedMovement{4, wire::Refusal::kMalformed}));

  const auto kept = warehouse.tasks();
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_EQ(kept[0].why, "unknown_sku");
  EXPECT_EQ(kept[0].origin, (gateway::Origin{"S2", 0x9f3c01aa, 1}));
  EXPECT_EQ(kept[0].movement.sku.view(), "NUT");
  EXPECT_EQ(kept[2].why, "malformed");
  EXPECT_EQ(kept[2].detail, R"({"op":"dance"})");
}

TEST_F(Refused, TheNewestEightAreListedAndAllAreCounted) {
  Scanner wrong("S2");
  for (int i = 0; i < 20; ++i) wrong.add(receive("NUT", "MAIN/A", 1));
  send(wrong.batch(1, 5));
  const auto ack = send(wrong.batch(6, 20));
  EXPECT_EQ(ack.refused_total, 20U);
  ASSERT_EQ(ack.refused_count, 8);
  for (std::uint32_t i = 0; i < 8; ++i) EXPECT_EQ(ack.refused.at(i).seq, 13 + i);

  warehouse.restart();
  EXPECT_EQ(send(wrong.batch(6, 20)), ack) << "a repeated ack repeats them";
}

TEST_F(Refused, AReasonOfTheReaderWinsOverWhatCouldBeRead) {
  Scanner wrong("S2");
  wrong.add_unreadable(wire::Refusal::kBadQuantity, "{}");
  EXPECT_EQ(send(wrong.batch(1, 1)).refused[0].why, wire::Refusal::kBadQuantity);
}

}  // namespace
}  // namespace domain_test
