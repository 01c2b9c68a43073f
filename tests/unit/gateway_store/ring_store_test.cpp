// SPDX-License-Identifier: MIT
// Promise: what a ring store has committed is there after any power cut and any error of its
// device, all or nothing.
// How: a simulated device that tears, drops and reorders the blocks of a write, or answers
// with an error, at every write in turn; a store in memory behind it that fails as well; a
// plain map says what must be there. More seeds: SHELFWIRE_STORE_SEEDS=n.

#include "ring_machine.h"

namespace store_test {
namespace {

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
    const std::string why = machine_.start(trouble);
    if (!why.empty()) {
      ASSERT_EQ(trouble.value_or(SimRing::Trouble{}).at, kStartWrites) << why;
      return;
    }
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
    if (what < 90) return static_cast<void>(machine_.commit());
    if (what < 95) return static_cast<void>(machine_.prove());
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
    ASSERT_EQ(machine.start(SimRing::Trouble{kStartWrites + 2, EIO, seed}), "");
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

}  // namespace
}  // namespace store_test
