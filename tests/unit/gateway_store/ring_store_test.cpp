// SPDX-License-Identifier: MIT
// Promise: what a ring store has committed is there after any power cut and any error of its
// device, all or nothing; and a ring that does not fit its store is refused, not guessed at.
// How: a simulated device that tears, drops and reorders the blocks of a write, or answers
// with an error, at every write in turn; a store in memory behind it that fails as well; a
// plain map says what must be there. More seeds: SHELFWIRE_STORE_SEEDS=n.

#include "ring_machine.h"

namespace store_test {
namespace {

constexpr std::size_t kBlock = SimRing::kBlock;

/// Random work until something fails; then the power is cut.
class Life {
 public:
  Life(RingMachine& machine, std::mt19937& random) : machine_(machine), random_(random) {}

  void live() {
    std::optional<SimRing::Trouble> trouble;
    if (below(4) != 0) {
      trouble = {1 + below(25), below(2) == 0 ? EIO : ENOSPC, below(1'000'000),
                 below(4) == 0 ? SimRing::Arrived::kAll : SimRing::Arrived::kSome};
    }
    ASSERT_EQ(machine_.start(trouble), "");
    const Model found = machine_.rows();
    ASSERT_TRUE(found == machine_.promised || found == in_flight_);
    machine_.now = machine_.promised = found;
    for (int i = 0; i < 80 && machine_.store->failure() == Status::kOk; ++i) step();
    in_flight_ = machine_.now;  // of a commit that failed, or none: then it is the same or lost
    if (!committing_) in_flight_ = machine_.promised;
    machine_.cut();
  }

 private:
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

  void step() {
    const auto what = below(100);
    const std::string key(1 + below(2), static_cast<char>('a' + below(8)));
    committing_ = false;
    if (what < 50) return machine_.put(key, std::string(below(below(10) == 0 ? 9000 : 90), 'x'));
    if (what < 65) return machine_.erase(key);
    if (what < 70) {
      const bool full = below(2) == 0;
      machine_.behind->inner().fail_next_commit(full ? Status::kFull : Status::kIoError,
                                                !full && below(2) == 0);
    }
    committing_ = true;
    if (what < 93) return static_cast<void>(machine_.commit());
    static_cast<void>(machine_.checkpoint());
  }

  RingMachine& machine_;
  std::mt19937& random_;
  Model in_flight_;
  bool committing_ = false;
};

TEST(RingStoreRandom, HoldsWhatItCommittedWhateverBreaks) {
  for (unsigned seed = 1; seed <= seeds(300); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    RingMachine machine(96 + random() % 64);
    Life life(machine, random);
    for (int lives = 0; lives < 8; ++lives) {
      ASSERT_NO_FATAL_FAILURE(life.live());
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(RingStore, HoldsACommitOrNothingOfItHoweverItsWriteIsTorn) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    RingMachine machine;
    ASSERT_EQ(machine.start(SimRing::Trouble{2, EIO, seed}), "");
    machine.put("a", "1");
    ASSERT_EQ(machine.commit(), Status::kOk);
    machine.put("a", std::string(3000, '2'));
    machine.put("b", "2");
    const Model after = machine.now;
    EXPECT_EQ(machine.commit(), Status::kIoError);
    EXPECT_NE(machine.store->failure_text().find("simulated.ring"), std::string::npos);
    EXPECT_EQ(machine.store->get(Table::kBins, "a"), std::nullopt) << "it is failed";
    machine.put("c", "3");
    EXPECT_EQ(machine.commit(), Status::kIoError) << "and stays so";
    machine.cut();
    ASSERT_EQ(machine.start(), "");
    EXPECT_TRUE(machine.rows() == machine.promised || machine.rows() == after);
  }
}

TEST(RingStore, GoesRoundFromEachOffset) {
  constexpr std::size_t kBlocks = 64;
  for (std::size_t offset = 0; offset < kBlocks; ++offset) {
    for (std::size_t blocks = 1; blocks <= kBlocks / 8; ++blocks) {
      SCOPED_TRACE(std::to_string(offset) + " + " + std::to_string(blocks));
      RingMachine machine(kBlocks);
      ASSERT_EQ(machine.start(), "");
      for (std::size_t i = 0; i < offset; ++i) {
        machine.put("a", std::to_string(i));
        ASSERT_EQ(machine.commit(), Status::kOk);
        if (i % 8 == 7) {
          ASSERT_EQ(machine.checkpoint(), Status::kOk);
        }
      }
      ASSERT_EQ(machine.checkpoint(), Status::kOk);
      for (std::size_t i = 0; i < kBlocks / blocks / 2; ++i) {
        machine.put("b", std::to_string(i) + std::string(blocks * kBlock - 100, 'b'));
        ASSERT_EQ(machine.commit(), Status::kOk);
      }
      EXPECT_GT(machine.store->backlog().commits, 0U);
      machine.cut();
      ASSERT_EQ(machine.start(), "");
      ASSERT_EQ(machine.rows(), machine.promised);
    }
  }
}

// The ring is filled to its last block, laps long; after each commit the power is cut in a copy.
TEST(RingStore, WritesOverNothingThatNoCheckpointCovers) {
  std::mt19937 random(1);
  RingMachine machine(32);
  ASSERT_EQ(machine.start(), "");
  for (int i = 0; i < 2000; ++i) {
    machine.put("a", std::to_string(i) + std::string(random() % 4 * kBlock, 'a'));
    ASSERT_EQ(machine.commit(), Status::kOk);
    RingMachine copy;
    *copy.medium = *machine.medium;
    copy.disk = machine.behind->inner().disk();
    ASSERT_EQ(copy.start(), "") << "after commit " << i;
    ASSERT_EQ(copy.rows(), machine.promised) << "after commit " << i;
  }
}

TEST(RingStore, MakesCheckpointsItselfWhereTheRingIsFull) {
  RingMachine machine(16);
  ASSERT_EQ(machine.start(), "");
  for (int i = 0; i < 100; ++i) {
    machine.put(std::to_string(i % 10), std::to_string(i));
    ASSERT_EQ(machine.commit(), Status::kOk);
  }
  EXPECT_LT(machine.store->backlog().commits, 17U);
  machine.cut();
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.rows(), machine.promised);
}

TEST(RingStore, ACommitTooLargeForTheRingIsACheckpoint) {
  RingMachine machine(16);
  ASSERT_EQ(machine.start(), "");
  machine.put("small", "1");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.put("large", std::string(20 * kBlock, 'x'));
  ASSERT_EQ(machine.commit(), Status::kOk);
  EXPECT_EQ(machine.store->backlog().commits, 0U);
  machine.put("next", "2");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.rows(), machine.promised);
}

TEST(RingStore, AsksForACheckpointWhenHalfFull) {
  RingMachine machine(16);
  ASSERT_EQ(machine.start(), "");
  for (int i = 0; i < 7; ++i) {
    machine.put("a", std::to_string(i));
    ASSERT_EQ(machine.commit(), Status::kOk);
    EXPECT_FALSE(machine.store->backlog().urgent);
  }
  machine.put("a", "8");
  ASSERT_EQ(machine.commit(), Status::kOk);
  EXPECT_TRUE(machine.store->backlog().urgent);
  ASSERT_EQ(machine.checkpoint(), Status::kOk);
  EXPECT_EQ(machine.store->backlog().commits, 0U);
  EXPECT_FALSE(machine.store->backlog().urgent);
}

TEST(RingStore, SnapshotsSeeTheLastCheckpoint) {
  RingMachine machine;
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "1");
  ASSERT_EQ(machine.checkpoint(), Status::kOk);
  machine.put("a", "2");
  ASSERT_EQ(machine.commit(), Status::kOk);
  EXPECT_EQ(machine.store->get(Table::kBins, "a"), "2");
  EXPECT_EQ((**machine.store->snapshot()).get(Table::kBins, "a"), "1");
  ASSERT_EQ(machine.checkpoint(), Status::kOk);
  EXPECT_EQ((**machine.store->snapshot()).get(Table::kBins, "a"), "2");
}

TEST(RingStore, WhereACheckpointFindsNoRoomItGoesOn) {
  RingMachine machine;
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "1");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.put("b", "2");
  machine.behind->inner().fail_next_commit(Status::kFull, false);
  EXPECT_EQ(machine.checkpoint(), Status::kFull);
  EXPECT_EQ(machine.store->failure(), Status::kOk);
  EXPECT_EQ(machine.rows(), machine.promised);
  for (int tries = 0; tries < 100; ++tries) {
    machine.behind->inner().fail_next_commit(Status::kFull, false);
    EXPECT_EQ(machine.checkpoint(), Status::kFull);
  }
  EXPECT_EQ(machine.store->backlog().commits, 2U);
  EXPECT_FALSE(machine.store->backlog().urgent) << "trying fills no ring";
  machine.put("c", "3");
  ASSERT_EQ(machine.commit(), Status::kOk);
  EXPECT_EQ(machine.checkpoint(), Status::kOk);
  machine.put("d", "4");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.rows(), machine.promised);
}

TEST(RingStore, WithAFullRingAndNoRoomForACheckpointItFails) {
  RingMachine machine(16);
  ASSERT_EQ(machine.start(), "");
  Status status = Status::kOk;
  for (int i = 0; status == Status::kOk; ++i) {
    ASSERT_LT(i, 20);
    machine.put("a", std::to_string(i));
    machine.behind->inner().fail_next_commit(Status::kFull, false);
    status = machine.commit();
  }
  EXPECT_EQ(status, Status::kFull);
  EXPECT_EQ(machine.store->failure(), Status::kFull);
  machine.cut();
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.rows(), machine.promised) << "what was acked is safe";
}

TEST(RingStore, StartsOnlyWhenWhatTheRingHeldIsInTheStoreBehind) {
  RingMachine machine;
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "1");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(MarkedMemory(machine.behind->inner().disk()).get(Table::kBins, "a"), "1");
  EXPECT_EQ((**machine.store->snapshot()).get(Table::kBins, "a"), "1");
}

// --- rings that do not fit ---------------------------------------------------------------

/// Five commits of one block each that no checkpoint covers.
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
  for (std::size_t block = 0; block < 4; ++block) {
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
    (*machine.medium)[35] ^= std::byte{1};
    const std::string why = machine.start();
    EXPECT_NE(why.find("commit 1 is damaged or missing"), std::string::npos) << why;
  }
}

TEST(RingStore, TakesADamagedLastCommitForOneThatWasNeverFinished) {
  auto machine = with_five_commits();
  (*machine.medium)[4 * kBlock + 35] ^= std::byte{1};
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
  auto machine = with_five_commits();
  const auto older = machine.disk;
  ASSERT_EQ(machine.start(), "");
  machine.put("b", "6");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  machine.disk = older;
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.rows(), machine.promised);
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
  EXPECT_NE(why.find("restored from a backup: the folder must hold"), std::string::npos) << why;
}

TEST(RingStore, NeedsNothingOfAnOlderRing) {
  auto machine = with_five_commits();
  const auto older = *machine.medium;
  ASSERT_EQ(machine.start(), "");
  for (int i = 0; i < 300; ++i) {
    machine.put("b", std::to_string(i));
    ASSERT_EQ(machine.commit(), Status::kOk);
  }
  ASSERT_EQ(machine.checkpoint(), Status::kOk);
  machine.cut();
  *machine.medium = older;
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
  ASSERT_EQ(machine.start(), "");
  machine.now.clear();
  machine.put("a", "kept");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  // And now the lost blocks come back, behind it.
  std::copy(given_up.begin() + kBlock, given_up.end(), machine.medium->begin() + kBlock);
  ASSERT_EQ(machine.start(), "");
  EXPECT_EQ(machine.store->get(Table::kBins, "a"), "kept");
}

}  // namespace
}  // namespace store_test
