// SPDX-License-Identifier: MIT
// Promise: a ring that does not fit its store, or is damaged, is refused and not guessed at; one
// of a time that was given up says nothing any more.
// How: rings on a simulated device that are damaged byte by byte, exchanged for older ones, and
// brought back.

#include "ring_machine.h"

namespace store_test {
namespace {

/// Five commits of one block each that no checkpoint covers, behind the frame of the start.
RingMachine with_five_commits() {
  RingMachine machine;
  EXPECT_EQ(machine.start(), "");
  for (int i = 1; i <= 5; ++i) {
    machine.put("a", std::to_string(i));
    EXPECT_EQ(machine.commit(), Status::kOk);
  }
  machine.cut();
  return machine;
}

TEST(RingStore, RefusesARingWhoseMiddleIsDamaged) {
  const auto whole = with_five_commits();
  constexpr std::size_t kUsed = 40;  // head and the first bytes of the payload
  for (std::size_t block = 1; block < 5; ++block) {
    for (std::size_t byte = 0; byte < kUsed; ++byte) {
      RingMachine machine;
      *machine.medium = *whole.medium;
      machine.disk = whole.disk;
      (*machine.medium)[block * kBlock + byte] ^= std::byte{0x10};
      const std::string why = machine.start();
      EXPECT_NE(why.find("commit " + std::to_string(block + 1) + " is damaged or missing"),
                std::string::npos)
          << why << " at " << block << ", " << byte;
    }
  }
}

TEST(RingStore, SeesTheOneCommitThatFollowsADamagedOneAtWhicheverBlock) {
  for (std::size_t blocks = 1; blocks <= 8; ++blocks) {
    RingMachine machine(64);
    ASSERT_EQ(machine.start(), "");
    machine.put("a", std::string(blocks * kBlock - 100, 'a'));
    ASSERT_EQ(machine.commit(), Status::kOk);
    machine.put("b", "1");
    ASSERT_EQ(machine.commit(), Status::kOk);
    machine.cut();
    (*machine.medium)[kBlock + 35] ^= std::byte{1};
    const std::string why = machine.start();
    EXPECT_NE(why.find("commit 2 is damaged or missing"), std::string::npos) << why;
  }
}

TEST(RingStore, TakesADamagedLastCommitForOneThatWasNeverFinished) {
  auto machine = with_five_commits();
  (*machine.medium)[5 * kBlock + 35] ^= std::byte{1};
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.store->get(Table::kBins, "a"), "4");
}

TEST(RingStore, SeesNothingInTheRingOfAnotherStore) {
  auto machine = with_five_commits();
  machine.disk = {};
  machine.id = 8;
  ASSERT_EQ(machine.start(), "");
  EXPECT_TRUE(machine.rows().empty());
}

TEST(RingStore, RollsAnOlderStoreForwardWhereTheRingStillHasItAll) {
  RingMachine machine;
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "1");
  ASSERT_EQ(machine.commit(), Status::kOk);
  const auto older = machine.behind->inner().disk();
  ASSERT_EQ(machine.checkpoint(), Status::kOk);
  machine.put("b", "2");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  machine.disk = older;
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.rows(), machine.promised);
}

// Each start makes a checkpoint, and what came between the two may have had no frame.
TEST(RingStore, RefusesAnOlderStoreOnceAnotherStartWentOn) {
  auto machine = with_five_commits();
  const auto older = machine.disk;
  ASSERT_EQ(machine.start(), "");
  machine.put("b", "6");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  machine.disk = older;
  EXPECT_NE(machine.start().find("commit 7 is damaged or missing"), std::string::npos);
}

TEST(RingStore, RefusesAnOlderStoreWhereTheRingIsALapAhead) {
  auto machine = with_five_commits();
  const auto older = machine.disk;
  ASSERT_EQ(machine.start(), "");
  for (int i = 0; i < 300; ++i) {
    machine.put("b", std::to_string(i));
    ASSERT_EQ(machine.commit(), Status::kOk);
  }
  machine.cut();
  machine.disk = older;
  const std::string why = machine.start();
  EXPECT_NE(why.find("must hold data.mdb and journal.ring of one moment"), std::string::npos)
      << why;
}

TEST(RingStore, NeedsNoOlderRingUnlessItWasEndedInOrder) {
  for (const bool in_order : {false, true}) {
    auto machine = with_five_commits();
    const auto older = *machine.medium;
    ASSERT_EQ(machine.start(), "");
    for (int i = 0; i < 300; ++i) {
      machine.put("b", std::to_string(i));
      ASSERT_EQ(machine.commit(), Status::kOk);
    }
    ASSERT_EQ(in_order ? machine.close() : machine.checkpoint(), Status::kOk);
    machine.cut();
    *machine.medium = older;
    const std::string why = machine.start();
    if (!in_order) {
      EXPECT_NE(why.find("is older than the data"), std::string::npos) << why;
      machine.accept = true;
      ASSERT_EQ(machine.start(), "");
    }
    EXPECT_EQ(machine.rows(), machine.promised);
  }
}

// The data are told of the loss before the ring is written to.
TEST(RingStore, AnAcceptedLossIsNotAskedAboutAgainWhereTheStartIsCutInBetween) {
  auto machine = with_five_commits();
  const auto older = *machine.medium;
  ASSERT_EQ(machine.start(), "");
  machine.cut();
  *machine.medium = older;
  EXPECT_NE(machine.start(), "");
  machine.accept = true;
  EXPECT_NE(
      machine.start(SimRing::Trouble{.at = kStartWrites, .arrived = SimRing::Arrived::kNothing}),
      "");
  machine.accept = false;
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.rows(), machine.promised);
}

TEST(RingStore, FramesOfATimeThatWasGivenUpStayDead) {
  RingMachine machine;
  ASSERT_EQ(machine.start(), "");
  machine.cut();
  const auto before = *machine.medium;
  ASSERT_EQ(machine.start(), "");
  for (int i = 1; i <= 3; ++i) {
    machine.put("a", "given up " + std::to_string(i));
    ASSERT_EQ(machine.commit(), Status::kOk);
  }
  machine.cut();
  const auto given_up = *machine.medium;
  // The device had lied: nothing of it arrived. Another time begins, one commit long.
  *machine.medium = before;
  EXPECT_NE(machine.start(), "");
  machine.accept = true;
  ASSERT_EQ(machine.start(), "");
  machine.accept = false;
  machine.now.clear();
  machine.put("a", "kept");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  // And now the lost blocks come back, behind its commit and the two of the starts.
  const std::ptrdiff_t behind = 4 * std::ptrdiff_t{kBlock};
  std::copy(given_up.begin() + behind, given_up.end(), machine.medium->begin() + behind);
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.store->get(Table::kBins, "a"), "kept");
}

TEST(RingStore, ADamagedLastCommitIsSeenOnceAProofFollowsIt) {
  auto machine = with_five_commits();
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "6");
  ASSERT_EQ(machine.prove(), Status::kOk);
  const auto writes = machine.device->operations();
  ASSERT_EQ(machine.prove(), Status::kOk);
  EXPECT_EQ(machine.device->operations(), writes) << "once is enough";
  machine.cut();
  const auto whole = *machine.medium;
  constexpr std::size_t kLast = 7;  // behind two starts and five commits
  (*machine.medium)[kLast * kBlock + 35] ^= std::byte{1};
  const std::string why = machine.start();
  EXPECT_NE(why.find("commit 8 is damaged or missing, and later ones"), std::string::npos) << why;
  *machine.medium = whole;
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.rows(), machine.promised);
}

TEST(RingStore, AProofThatIsTornOrLostProvesNothingAndHarmsNothing) {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    RingMachine machine;
    ASSERT_EQ(machine.start(SimRing::Trouble{kStartWrites + 2, EIO, seed}), "");
    machine.put("a", "1");
    EXPECT_EQ(machine.prove(), Status::kIoError);
    machine.promised = machine.now;
    machine.cut();
    ASSERT_EQ(machine.start(), "");
    EXPECT_EQ(machine.rows(), machine.promised);
  }
}

}  // namespace
}  // namespace store_test
