// SPDX-License-Identifier: MIT
// Promise: a journal that was copied, aged, forged against or opened under another name neither
// doubles nor loses a scan, and a person hears of what nobody can decide alone.
// How: one case for each rule of docs/protocol.md on forks and names.

#include "gateway/limits.h"
#include "gateway/text/calendar.h"
#include "scanners/rows.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::IncidentKind;
using gateway::TaskState;
using gateway::Verdict;

class ForkRules : public DomainTest {
 protected:
  ForkRules() {
    warehouse.set_item("BOLT");
    for (int i = 0; i < 5; ++i) scanner.add(receive("BOLT", "MAIN/A", 1));
  }

  wire::Ack send(const gateway::NodeBatch& batch) {
    warehouse.apply(batch);
    return warehouse.last().acks.at(0).ack;
  }
  wire::Ack send_all(const Scanner& from) { return send(from.batch(from.oldest, from.last())); }
  wire::Quantity stock() { return warehouse.on_hand("BOLT", "MAIN/A"); }
  [[nodiscard]] std::size_t open_tasks(std::string_view why) {
    std::size_t count = 0;
    for (const auto& task : warehouse.tasks()) {
      if (task.why == why && task.state == TaskState::kOpen) ++count;
    }
    return count;
  }
  void settle(std::string_view why) {
    for (const auto& task : warehouse.tasks()) {
      if (task.why != why || task.state != TaskState::kOpen) continue;
      EXPECT_EQ(warehouse.apply(gateway::SettleTask{task.id, text<wire::Sku>("BOLT"), {}}).verdict,
                Verdict::kDone);
      return;
    }
  }

  Scanner scanner{"S1"};
};

TEST_F(ForkRules, WhatIsBookedIsSkippedAndWhatIsNotWaitsForAPerson) {
  send(scanner.batch(1, 3));
  scanner.fork("S1", 0xf1);
  const auto ack = send_all(scanner);
  EXPECT_EQ(ack.acked, 5U) << "the scanner goes on";
  EXPECT_EQ(ack.refused_total, 2U);
  EXPECT_EQ(stock(), 3);
  EXPECT_EQ(open_tasks("key_reused"), 2U);
  scanner.add(receive("BOLT", "MAIN/A", 10));
  EXPECT_EQ(send_all(scanner).acked, 6U);
  EXPECT_EQ(stock(), 13) << "a scan of the new epoch is booked";
  EXPECT_EQ(warehouse.tasks().size(), 2U) << "asked once";
}

TEST_F(ForkRules, BothOfTwoDevicesWithOneCardGoOn) {
  send(scanner.batch(1, 3));
  Scanner clone = scanner;
  clone.fork("S1", 0xf1);
  send_all(scanner);
  EXPECT_EQ(send_all(clone).acked, 5U);
  EXPECT_EQ(stock(), 5) << "the clone's two unsent scans are the original's";
  EXPECT_EQ(open_tasks("key_reused"), 0U);
}

TEST_F(ForkRules, AScanThatComesUnderItsFirstKeyAfterAllEndsTheQuestion) {
  send(scanner.batch(1, 3));
  Scanner clone = scanner;
  clone.fork("S1", 0xf1);
  send_all(clone);
  EXPECT_EQ(open_tasks("key_reused"), 2U);
  settle("key_reused");
  EXPECT_EQ(stock(), 4);
  send_all(scanner);
  EXPECT_EQ(stock(), 5) << "one was settled by a person, the other one is booked";
  EXPECT_EQ(open_tasks("key_reused"), 0U);
}

TEST_F(ForkRules, AQuestionIsAskedOnceHoweverOftenTheJournalForks) {
  scanner.fork("S1", 0xf1);
  send_all(scanner);
  for (std::uint32_t epoch = 0xf2; epoch < 0xf8; ++epoch) {
    scanner.fork("S1", epoch);
    EXPECT_EQ(send_all(scanner).acked, 5U);
  }
  EXPECT_EQ(warehouse.tasks().size(), 5U);
}

TEST_F(ForkRules, AScanIsKnownThoughTheNoteOfItsFirstKeyIsGone) {
  send_all(scanner);
  scanner.fork("S1", 0xf1);
  scanner.add(receive("BOLT", "MAIN/A", 1));
  send_all(scanner);
  scanner.fork("S1", 0xf2);
  auto batch = scanner.batch(1, scanner.last());
  ASSERT_EQ(batch.notes.size(), 2U);
  batch.notes.erase(batch.notes.begin());
  EXPECT_EQ(send(batch).acked, 6U);
  EXPECT_EQ(stock(), 6);
  EXPECT_TRUE(warehouse.tasks().empty());
}

TEST_F(ForkRules, AnotherMovementAtTheOldKeyIsAQuestion) {
  Scanner clone = scanner;
  clone.salt = 7;
  scanner.add(receive("BOLT", "MAIN/A", 1));
  clone.add(receive("BOLT", "MAIN/A", 1));
  send_all(scanner);
  EXPECT_EQ(send(clone.batch(6, 6)).acked, 6U);
  clone.add(receive("BOLT", "MAIN/A", 1));
  send(clone.batch(6, 7));
  ASSERT_EQ(warehouse.incidents().size(), 1U);
  EXPECT_EQ(open_tasks("second_history"), 1U) << "a person sees the incident";
  clone.fork("S1", 0xf1);
  EXPECT_EQ(send_all(clone).acked, 7U);
  EXPECT_EQ(stock(), 6);
  EXPECT_EQ(open_tasks("key_reused"), 2U);
}

TEST_F(ForkRules, WhatAForgedHelloSkippedIsBookedOnce) {
  send(scanner.batch(1, 2));
  gateway::NodeBatch forged = scanner.batch(1, 0);
  forged.first = forged.oldest = 100;
  forged.previous_checksum = wire::ChainChecksum{99};
  EXPECT_EQ(send(forged).acked, 99U);
  EXPECT_EQ(open_tasks("history_lost"), 1U);
  Scanner clone = scanner;
  scanner.fork("S1", 0xf1);
  clone.fork("S1", 0xf2);
  EXPECT_EQ(send_all(scanner).acked, 5U);
  EXPECT_EQ(stock(), 5);
  EXPECT_EQ(open_tasks("key_reused"), 0U);
  send_all(clone);
  EXPECT_EQ(stock(), 5) << "once, whoever brings it";
}

TEST_F(ForkRules, ALostRangeOfALaterEpochFreesNothing) {
  Scanner original = scanner;
  scanner.fork("S2", 0xf1);  // copied, and given another name
  gateway::NodeBatch forged = scanner.batch(1, 0);
  forged.first = forged.oldest = 100;
  forged.previous_checksum = wire::ChainChecksum{99};
  send(forged);
  scanner.fork("S2", 0xf2);
  send_all(scanner);
  EXPECT_EQ(stock(), 0) << "the original may still send them";
  send_all(original);
  EXPECT_EQ(stock(), 5);
  EXPECT_EQ(open_tasks("key_reused"), 0U);
}

TEST_F(ForkRules, APastThatNobodyHoldsIsNamedOnce) {
  scanner.oldest = 4;
  scanner.fork("S1", 0xf1);
  send_all(scanner);
  ASSERT_EQ(warehouse.incidents().size(), 1U);
  EXPECT_EQ(warehouse.incidents()[0].kind, IncidentKind::kHistoryLost);
  EXPECT_EQ(warehouse.incidents()[0].last_seq, 3U);
  scanner.fork("S1", 0xf2);
  send_all(scanner);
  EXPECT_EQ(warehouse.incidents().size(), 1U);
}

TEST_F(ForkRules, AForkOfAKnownPastIsNoIncident) {
  send_all(scanner);
  scanner.oldest = 4;
  scanner.fork("S1", 0xf1);
  send_all(scanner);
  scanner.oldest = 2;  // the newer note is known, the older one points into what was skipped
  scanner.fork("S1", 0xf2);
  send_all(scanner);
  EXPECT_TRUE(warehouse.incidents().empty());
}

TEST_F(ForkRules, AJournalUnderAnotherNameBooksNothingAndItsScannerIsToldWhoseItIs) {
  send(scanner.batch(1, 3));
  Scanner copy = scanner;
  copy.rename("S2");
  auto ack = send_all(copy);
  EXPECT_EQ(ack.owner.view(), "S1");
  EXPECT_EQ(stock(), 3);
  EXPECT_EQ(open_tasks("foreign_journal"), 1U);
  ack = send(copy.batch(4, 5));  // its `p` counts
  EXPECT_EQ(ack.owner.view(), "S1");
  EXPECT_EQ(warehouse.incidents().size(), 1U) << "once";
  copy.fork("S2", 0xf1);
  EXPECT_EQ(send_all(copy).acked, 5U);
  EXPECT_EQ(stock(), 3);
  EXPECT_EQ(send_all(scanner).acked, 5U);
  EXPECT_EQ(stock(), 5);
  EXPECT_EQ(open_tasks("key_reused"), 0U) << "the original sent them";
}

TEST_F(ForkRules, TwoScannersWithOneEpochByChanceAreNoIncident) {
  Scanner other("S2");
  for (int i = 0; i < 3; ++i) other.add(receive("BOLT", "MAIN/A", 1));
  EXPECT_EQ(send_all(scanner).acked, 5U);
  EXPECT_EQ(send_all(other).acked, 3U);
  EXPECT_EQ(stock(), 8);
  EXPECT_TRUE(warehouse.incidents().empty());
}

TEST_F(ForkRules, ARetiredNameTakesNothingAndItsScanGoOnUnderTheNewOne) {
  send(scanner.batch(1, 3));
  const auto rename =
      gateway::RenameNode{text<wire::NodeName>("S1"), text<wire::NodeName>("S2"), {}};
  EXPECT_EQ(warehouse.apply(rename).verdict, Verdict::kDone);
  auto ack = send_all(scanner);
  EXPECT_EQ(ack.renamed.view(), "S2");
  EXPECT_EQ(stock(), 3);
  Scanner copy = scanner;
  scanner.fork("S2", 0xf1);
  ack = send_all(scanner);
  EXPECT_EQ(ack.acked, 5U);
  EXPECT_EQ(stock(), 5) << "nobody can send them under the old name any more";
  EXPECT_TRUE(warehouse.tasks().empty());
  // The retirement ends: what was booked stays booked.
  EXPECT_EQ(warehouse.apply(gateway::AddNode{text<wire::NodeName>("S1"), {}}).verdict,
            Verdict::kDone);
  copy.add(receive("BOLT", "MAIN/A", 1));
  EXPECT_EQ(send_all(copy).acked, 6U);
  EXPECT_EQ(stock(), 6);
  EXPECT_TRUE(warehouse.tasks().empty());
}

TEST_F(ForkRules, ARetirementThatEndsLetsAnotherHistoryGoOn) {
  send(scanner.batch(1, 3));
  Scanner other = scanner;
  warehouse.apply(gateway::RenameNode{text<wire::NodeName>("S1"), text<wire::NodeName>("S2"), {}});
  scanner.fork("S2", 0xf1);
  send_all(scanner);
  warehouse.apply(gateway::AddNode{text<wire::NodeName>("S1"), {}});
  Scanner clone("S1");
  for (int i = 0; i < 3; ++i) clone.add(receive("BOLT", "MAIN/A", 1));
  clone.salt = 9;
  for (int i = 0; i < 3; ++i) clone.add(receive("BOLT", "MAIN/A", 1));
  EXPECT_EQ(send_all(clone).acked, 6U) << "it is not stuck";
  EXPECT_EQ(stock(), 6) << "4 and 5 wait for a person, 6 is booked";
  EXPECT_EQ(open_tasks("key_reused"), 2U);
  send_all(clone);
  EXPECT_EQ(open_tasks("key_reused"), 2U);
}

TEST_F(ForkRules, NamesAreChecked) {
  const auto rename = [&](std::string_view from, std::string_view to) {
    return warehouse
        .apply(gateway::RenameNode{text<wire::NodeName>(from), text<wire::NodeName>(to), {}})
        .verdict;
  };
  EXPECT_EQ(rename("S1", "S2"), Verdict::kNotFound) << "it never sent anything";
  send_all(scanner);
  EXPECT_EQ(rename("S1", "a/b"), Verdict::kRefused);
  EXPECT_EQ(rename("S1", "S1"), Verdict::kRefused);
  EXPECT_EQ(warehouse.apply(gateway::AddNode{text<wire::NodeName>("S1"), {}}).verdict,
            Verdict::kNotFound);
  EXPECT_EQ(rename("S1", "S2"), Verdict::kDone);
  EXPECT_EQ(rename("S1", "S2"), Verdict::kDone) << "a repeat";
  EXPECT_EQ(rename("S1", "S3"), Verdict::kRefused);
}

TEST_F(ForkRules, AnUndoFindsWhatItUndoesThroughAFork) {
  send_all(scanner);
  scanner.fork("S1", 0xf1);
  scanner.add(undo(2));
  EXPECT_EQ(send_all(scanner).acked, 6U);
  EXPECT_EQ(stock(), 4);
  scanner.fork("S1", 0xf2);
  scanner.add(undo(2));
  send_all(scanner);
  EXPECT_EQ(stock(), 4) << "once";
  EXPECT_EQ(open_tasks("not_reversible"), 1U);
}

TEST_F(ForkRules, SixteenNewEpochsADayAndThenAPersonIsAsked) {
  std::uint32_t epoch = 0x100;
  const auto open = [&] {
    Scanner fresh("S3", ++epoch);
    fresh.add(receive("BOLT", "MAIN/A", 1));
    return send_all(fresh);
  };
  for (std::uint32_t i = 0; i < gateway::kEpochsPerDayMax; ++i) EXPECT_EQ(open().acked, 1U);
  EXPECT_TRUE(open().held);
  EXPECT_TRUE(open().held);
  EXPECT_EQ(stock(), 16);
  EXPECT_EQ(open_tasks("epoch_flood"), 1U);
  EXPECT_EQ(send_all(scanner).acked, 5U) << "others go on";
  // Without a clock that is trusted no day passes.
  warehouse.now.wall_trusted = false;
  warehouse.now.wall_ms += 40 * gateway::kDayMs;
  EXPECT_TRUE(open().held);
  warehouse.now.wall_ms -= 40 * gateway::kDayMs;
  warehouse.now.wall_trusted = true;
  for (const auto& task : warehouse.tasks()) {
    if (task.why == "epoch_flood")
      warehouse.apply(gateway::DismissTask{task.id, "new battery", {}});
  }
  EXPECT_EQ(open().acked, 1U);
  for (std::uint32_t i = 1; i < gateway::kEpochsPerDayMax; ++i) EXPECT_EQ(open().acked, 1U);
  EXPECT_TRUE(open().held);
  warehouse.now.wall_ms += gateway::kDayMs;
  EXPECT_EQ(open().acked, 1U);
}

}  // namespace
}  // namespace domain_test
