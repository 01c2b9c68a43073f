// SPDX-License-Identifier: MIT
// Promise: whichever operation of a ring's device or of the store behind it fails, nothing is
// acked from then on, and the next start shows what was acked, or that and the one commit that
// was under way; and a device that lied about its flushes loses commits but mixes none.
// How: the same work, which goes round the ring several times, once for each operation that can
// fail; then blocks that fall back to what they were before, or come back from an earlier start.
// A plain map says what must be there. More seeds: SHELFWIRE_STORE_SEEDS=n.

#include <algorithm>

#include "ring_machine.h"

namespace store_test {
namespace {

using Arrived = SimRing::Arrived;
using Fault = MarkedMemory::Fault;

constexpr std::size_t kBlocks = 32;
constexpr int kSteps = 90;

/// The same work each time. Its commits are of one to four blocks and no two states are the
/// same; a checkpoint now and then, and one of them finds no room.
class Work {
 public:
  explicit Work(RingMachine& machine) : machine_(machine) {}

  /// Goes on until it is done or the store is failed.
  void go_on() {
    while (step_ < kSteps && machine_.store->failure() == Status::kOk) step(step_++);
  }
  [[nodiscard]] bool done() const { return step_ == kSteps; }

 private:
  void step(int i) {
    machine_.put("step", std::to_string(i));
    machine_.put("row " + std::to_string(i % 7),
                 std::string(static_cast<unsigned>(i % 5) * 350U, 'r'));
    if (i % 3 == 0) machine_.erase("row " + std::to_string(i % 11));
    if (i == kSteps / 2) machine_.behind->inner().fail_next_commit(Status::kFull, false);
    if (i == kSteps / 2 || i % 20 == 19) {
      static_cast<void>(machine_.checkpoint());
    } else {
      static_cast<void>(machine_.commit());
    }
  }

  RingMachine& machine_;
  int step_ = 0;
};

/// The store is failed as `status` says, and neither shows nor takes anything.
void expect_failed(RingMachine& machine, Status status) {
  auto& store = *machine.store;
  ASSERT_EQ(store.failure(), status) << store.failure_text();
  EXPECT_NE(store.failure_text(), "");
  EXPECT_TRUE(machine.rows().empty());
  store.put(Table::kBins, "after", "failure");
  store.erase(Table::kBins, "step");
  EXPECT_EQ(store.commit(), status);
  EXPECT_EQ(store.checkpoint(), status);
}

/// Power cut and a start without trouble: what was acked is there, or that and what was under
/// way; the rest of the work is taken.
void expect_whole_after_a_cut(RingMachine& machine, Work& work) {
  machine.cut();
  ASSERT_EQ(machine.start(), "");
  const Model found = machine.rows();
  ASSERT_TRUE(found == machine.promised || found == machine.now) << found.size() << " rows";
  machine.now = machine.promised = found;
  work.go_on();
  ASSERT_TRUE(work.done());
  machine.cut();
  ASSERT_EQ(machine.start(), "");
  ASSERT_EQ(machine.rows(), machine.promised);
}

TEST(RingTrouble, WhicheverOperationOfTheDeviceFailsNothingAckedIsLost) {
  RingMachine calm(kBlocks);
  ASSERT_EQ(calm.start(), "");
  Work(calm).go_on();
  const std::size_t operations = calm.device->operations();
  ASSERT_GT(operations, kSteps / 2U);

  for (std::size_t at = 0; at < operations; ++at) {
    for (unsigned variant = 0; variant < 12; ++variant) {
      const int code = variant % 2 == 0 ? EIO : ENOSPC;
      const Arrived arrived = variant < 2    ? Arrived::kNothing
                              : variant < 10 ? Arrived::kSome
                                             : Arrived::kAll;
      SCOPED_TRACE("operation " + std::to_string(at) + ", variant " + std::to_string(variant));
      RingMachine machine(kBlocks);
      const std::string why = machine.start(SimRing::Trouble{at, code, variant, arrived});
      Work work(machine);
      if (at < 2) {  // one read and one write of the start
        const std::string what = at == 0 ? "cannot read" : "cannot write to";
        ASSERT_NE(why.find(what + " simulated.ring"), std::string::npos) << why;
        ASSERT_EQ(machine.start(), "");
      } else {
        ASSERT_EQ(why, "");
        work.go_on();
        expect_failed(machine, code == EIO ? Status::kIoError : Status::kFull);
      }
      expect_whole_after_a_cut(machine, work);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(RingTrouble, WhicheverCheckpointFailsNothingAckedIsLost) {
  RingMachine calm(kBlocks);
  ASSERT_EQ(calm.start(), "");
  calm.behind->fail_checkpoint({.at = kSteps});
  Work(calm).go_on();
  const std::size_t checkpoints = calm.behind->checkpoints();
  ASSERT_GT(checkpoints, 8U);

  for (std::size_t at = 0; at < checkpoints; ++at) {
    for (const Fault fault : {Fault{at, Status::kIoError, false}, Fault{at, Status::kIoError, true},
                              Fault{at, Status::kFull, false}, Fault{at, Status::kFull, true}}) {
      SCOPED_TRACE("checkpoint " + std::to_string(at) + ", " +
                   (fault.status == Status::kFull ? "full" : "error") +
                   (fault.landed ? ", landed" : ""));
      RingMachine machine(kBlocks);
      ASSERT_EQ(machine.start(), "");
      machine.behind->fail_checkpoint(fault);
      Work work(machine);
      work.go_on();
      if (!work.done()) expect_failed(machine, fault.status);
      // Without room the ring goes on where it can; an error of the store behind is final.
      EXPECT_TRUE(!work.done() || fault.status == Status::kFull);
      expect_whole_after_a_cut(machine, work);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(RingTrouble, AStartThatCannotMakeItsCheckpointIsNoneOrWaitsForRoomAndLosesNothing) {
  for (const Status status : {Status::kIoError, Status::kFull}) {
    RingMachine machine(kBlocks);
    ASSERT_EQ(machine.start(), "");
    machine.put("a", "1");
    ASSERT_EQ(machine.commit(), Status::kOk);
    machine.cut();
    for (const std::size_t checkpoint : {0U, 1U, 0U, 1U}) {
      const std::string why = machine.start({}, Fault{checkpoint, status, false});
      EXPECT_EQ(why.empty(), status == Status::kFull) << why;
      if (!why.empty()) continue;
      EXPECT_EQ(machine.rows(), machine.promised) << "it is read, and waits for room";
      machine.cut();
    }
    ASSERT_EQ(machine.start(), "");
    EXPECT_EQ(machine.rows(), machine.promised);
  }
}

TEST(RingTrouble, AStartWithoutRoomBehindAnOrderlyEndIsReadAndGoesOnOnceThereIsRoom) {
  for (const std::size_t checkpoint : {0U, 1U}) {
    RingMachine machine(kBlocks);
    ASSERT_EQ(machine.start(), "");
    machine.put("a", "1");
    ASSERT_EQ(machine.close(), Status::kOk);
    machine.cut();
    ASSERT_EQ(machine.start({}, Fault{checkpoint, Status::kFull, false}), "");
    EXPECT_EQ(machine.rows(), machine.promised);
    machine.put("b", "2");
    EXPECT_EQ(machine.commit(), Status::kOk) << "there is room";
    machine.put("c", "3");
    EXPECT_EQ(machine.commit(), Status::kOk);
    machine.cut();
    ASSERT_EQ(machine.start(), "");
    EXPECT_EQ(machine.rows(), machine.promised);
  }
}

// --- devices that lie ------------------------------------------------------------------------

/// Lives on a device that says "flushed" before it is so. At each power cut blocks fall back to
/// what they were some writes before, in any order, or to what an earlier life wrote there.
class LiedTo {
 public:
  explicit LiedTo(unsigned seed) : random_(seed) {}

  /// False: the store refused to start, as it may: it saw that something is missing.
  bool live() {
    const std::string why = machine_.start();
    if (!why.empty()) {
      const bool seen = why.find("is damaged or missing") != std::string::npos ||
                        why.find("is older than the data") != std::string::npos;
      EXPECT_TRUE(seen) << why;
      return false;
    }
    const auto found = std::find(history_.begin(), history_.end(), machine_.rows());
    EXPECT_NE(found, history_.end()) << "a mix, of a time that was given up, or older than a "
                                        "checkpoint";
    history_ = {machine_.rows()};
    images_ = {*machine_.medium};
    for (auto steps = below(6); steps > 0; --steps) step();
    machine_.cut();
    lose();
    return true;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  void step() {
    machine_.put("count", std::to_string(++count_));
    machine_.put("row " + std::to_string(below(3)), std::string(below(1500), 'r'));
    const bool covers = below(8) == 0;
    ASSERT_EQ(covers ? machine_.checkpoint() : machine_.commit(), Status::kOk);
    if (machine_.store->backlog().commits == 0) history_.clear();  // the store behind is true
    history_.push_back(machine_.rows());
    images_.push_back(*machine_.medium);
  }

  void lose() {
    auto& medium = *machine_.medium;
    const bool old_life = !earlier_.empty() && below(2) == 0;
    const auto& from = old_life ? earlier_ : images_;
    for (std::size_t block = 0; block < kBlocks; ++block) {
      if (below(3) == 0) continue;
      const auto& image = from[from.size() - 1 - below(std::min<std::size_t>(from.size(), 5))];
      const auto at = static_cast<std::ptrdiff_t>(block * SimRing::kBlock);
      std::copy_n(image.begin() + at, SimRing::kBlock, medium.begin() + at);
    }
    earlier_.insert(earlier_.end(), images_.begin(), images_.end());
  }

  std::mt19937 random_;
  RingMachine machine_{kBlocks};
  std::vector<Model> history_{{}};  // what the next start may show
  std::vector<std::vector<std::byte>> images_;
  std::vector<std::vector<std::byte>> earlier_;
  std::size_t count_ = 0;
};

TEST(RingTrouble, ADeviceThatLiesLosesTheNewestCommitsAndMixesNone) {
  std::size_t starts = 0;
  std::size_t refusals = 0;
  const unsigned last = seeds(400);
  for (unsigned seed = 1; seed <= last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    LiedTo store(seed);
    bool alive = true;
    for (int lives = 0; lives < 12 && alive; ++lives) {
      alive = store.live();
      if (testing::Test::HasFailure()) return;
      ++(alive ? starts : refusals);
    }
  }
  EXPECT_GT(starts, last);
  EXPECT_GT(refusals, 0U);
}

// Number and predecessor of the frame fit: only the number of its start gives it away.
TEST(RingTrouble, AFrameThatArrivesAfterTheNextStartStaysDead) {
  RingMachine machine(kBlocks);
  ASSERT_EQ(machine.start(), "");
  const auto before = *machine.medium;
  machine.put("a", "late");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  const auto late = *machine.medium;
  *machine.medium = before;
  ASSERT_EQ(machine.start(), "");
  machine.cut();
  *machine.medium = late;
  EXPECT_NE(machine.start().find("is older than the data"), std::string::npos);
  machine.accept = true;
  ASSERT_EQ(machine.start(), "");
  EXPECT_TRUE(machine.rows().empty());
}

// Its number and start fit: only its predecessor gives it away.
TEST(RingTrouble, AFrameBehindAnotherPastIsRefused) {
  RingMachine machine(kBlocks);
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "1");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  const auto past = *machine.medium;
  const auto disk = machine.disk;
  ASSERT_EQ(machine.start(), "");
  for (const char* value : {"2", "3"}) {
    machine.put("a", value);
    ASSERT_EQ(machine.commit(), Status::kOk);
  }
  machine.cut();
  const auto newer = *machine.medium;
  // The same again from the same past, with another second commit, which a checkpoint covers.
  *machine.medium = past;
  machine.disk = disk;
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "another 2");
  ASSERT_EQ(machine.checkpoint(), Status::kOk);
  machine.cut();
  *machine.medium = newer;
  const std::string why = machine.start();
  EXPECT_NE(why.find("commit 5 is damaged or missing"), std::string::npos) << why;
}

}  // namespace
}  // namespace store_test
