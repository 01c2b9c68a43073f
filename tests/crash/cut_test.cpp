// SPDX-License-Identifier: MIT
// Promise: what a commit has promised survives a power cut at any moment, and a
// cut leaves a whole commit, never a part of one.
// Method: record every write and flush of a workload, rebuild the disk as a cut
// after (and inside) each of them could leave it, and open the store there. The
// instrument itself is tested with devices and programs that lie.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "calls_workload.h"
#include "engine_workload.h"
#include "order_workload.h"
#include "store_workload.h"
#include "support/long_form.h"
#include "sweep.h"
#include "twin_workload.h"
#include "workload.h"

namespace crash {
namespace {

using gateway::store::Durability;

const Workloads kWorkloads = {
    {"calls", run_calls_workload},
    {"engine", run_engine_workload},
    {"engine-acks-early", run_engine_workload_that_acks_early},
    {"orders", run_order_workload},
    {"ring", run_ring_workload},
    {"ring-acks-early", run_ring_workload_that_acks_early},
    {"store", run_store_workload},
    {"store-acks-early", run_store_workload_that_acks_early},
    {"store-in-halves", run_store_workload_in_halves},
    {"twin", run_twin_workload},
};

Check store_check(Durability durability = Durability::kCheckpoint) {
  return [checker = StoreChecker(durability)](const std::filesystem::path& folder,
                                              const std::string& promise) {
    return checker.check(folder, promise);
  };
}

void report(const SweepReport& found) {
  std::cout << found.points << " cuts, " << found.images << " images\n";
  for (const std::string& problem : found.problems) std::cout << problem << "\n";
}

// True if the sweep finds the planted fault, by the checker's own words for it.
bool finds(const std::string& fault, const std::string& workload, const char* sync = "",
           const Check& check = store_check()) {
  Recording recording;
  recording.run(workload, {.sync = sync});
  const SweepReport found = sweep(recording.operations(), check, {.problems_max = 50});
  return std::any_of(found.problems.begin(), found.problems.end(), [&](const std::string& problem) {
    return problem.find(fault) != std::string::npos;
  });
}

TEST(PowerCut, LosesNothingCommittedAndLeavesNothingHalf) {
  Recording recording;
  recording.run("store", {});
  const SweepReport found = sweep(recording.operations(), store_check());
  report(found);
  EXPECT_TRUE(found.problems.empty());
  EXPECT_GT(found.points, 5U * kStoreCommits);
}

// A killed process leaves its last header page in the system's cache. Whoever
// opens the store then acks what that page says, so it must be made durable first.
TEST(PowerCut, AfterAKillLosesNothingThatTheNextProcessAcked) {
  Recording recording;
  unsigned long kill_at = 1;
  while (recording.run("store", {.kill_at = kill_at})) kill_at = kill_at % 7 + 2;
  const SweepReport found = sweep(recording.operations(), store_check());
  report(found);
  EXPECT_TRUE(found.problems.empty());
}

// The ring is on another file than the store behind it, and each is flushed by itself.
TEST(PowerCut, LosesNothingCommittedToARing) {
  Recording recording;
  recording.run("ring", {});
  const SweepReport found = sweep(recording.operations(), store_check(Durability::kRing));
  report(found);
  EXPECT_TRUE(found.problems.empty());
  EXPECT_GT(found.points, 3U * kStoreCommits);
}

// Where the file system refuses to be bypassed: written to its cache, then flushed.
TEST(PowerCut, LosesNothingCommittedToARingThroughTheCache) {
  Recording recording;
  recording.run("ring", {.cached = true});
  const auto operations = recording.operations();
  EXPECT_TRUE(std::none_of(operations.begin(), operations.end(), [](const Operation& operation) {
    return operation.action == Action::kWriteThrough && operation.name == "journal.ring";
  }));
  const SweepReport found = sweep(operations, store_check(Durability::kRing));
  report(found);
  EXPECT_TRUE(found.problems.empty());
}

TEST(PowerCut, AfterAKillLosesNothingThatTheNextProcessAckedFromARing) {
  Recording recording;
  unsigned long kill_point = 40;
  while (recording.run("ring", {.kill_point = kill_point, .cached = true})) {
    kill_point = 20 + kill_point * 7 % 41;
  }
  const SweepReport found = sweep(recording.operations(), store_check(Durability::kRing));
  report(found);
  EXPECT_TRUE(found.problems.empty());
}

// The ring changes how a commit becomes durable and nothing of what a store shows.
TEST(PowerCut, LeavesARingStoreEqualToTheReferenceStore) {
  Recording recording;
  recording.run("twin", {});
  const Check check = [checker = TwinChecker()](const std::filesystem::path& folder,
                                                const std::string& promise) {
    return checker.check(folder, promise);
  };
  const SweepReport found = sweep(recording.operations(), check);
  report(found);
  EXPECT_TRUE(found.problems.empty());
  EXPECT_GT(found.points, 3U * kEngineCommits);
}

// Kills the workload at one point after the other, and a third of the time the process that is
// started after it as well; then somebody looks at what is left. Between two calls that change
// nothing in the folder a kill leaves the same. The short form takes every third point.
TEST(Kill, AtEachCallLosesNothingCommittedToARingAndLeavesNothingHalf) {
  const StoreChecker checker(Durability::kRing);
  const unsigned long step = long_form() ? 1 : 3;
  unsigned long point = 0;
  unsigned long kills = 0;
  for (bool killed = true; killed; ++kills) {
    point += step;
    Recording recording;
    killed = recording.run("ring", {.kill_point = point});
    if (kills % 3 == 0) recording.run("ring", {.kill_point = 1 + point / 3 % 40});
    const std::string problem = checker.check(recording.store_folder(), recording.promise());
    ASSERT_EQ(problem, "") << "killed at point " << point << ", promised: \"" << recording.promise()
                           << "\"";
  }
  std::cout << kills - 1 << " kills\n";
  EXPECT_GT(point, 3U * kStoreCommits);
}

// The whole gateway behind the broker: every movement that a scanner was told is
// safe is in the ledger, and every figure still is a fold of it.
TEST(PowerCut, LosesNoMovementThatWasAckedAndEveryFigureVerifies) {
  Recording recording;
  recording.run("engine", {});
  const SweepReport found = sweep(recording.operations(), check_engine_store);
  report(found);
  EXPECT_TRUE(found.problems.empty());
  EXPECT_GT(found.points, 500U);
}

// Whatever is left on the disk, each customer comes to one outcome, and to no other than what
// he was told before the cut.
TEST(PowerCut, LeavesEachOrderToComeToOneOutcome) {
  Recording recording;
  recording.run("orders", {});
  const Check check = [checker = OrderChecker()](const std::filesystem::path& folder,
                                                 const std::string& promise) {
    return checker.check(folder, promise);
  };
  const SweepReport found = sweep(recording.operations(), check);
  report(found);
  EXPECT_TRUE(found.problems.empty());
  EXPECT_GT(found.points, 200U);
}

TEST(PowerCutInstrument, FindsMovementsAckedBeforeTheirCommit) {
  EXPECT_TRUE(finds("acked movements are gone", "engine-acks-early", "", check_engine_store));
}

TEST(PowerCutInstrument, FindsADeviceThatNeverFlushes) {
  EXPECT_TRUE(finds("acked commits are gone", "store", kSyncNone));
}

TEST(PowerCutInstrument, FindsADeviceThatIgnoresWriteThrough) {
  EXPECT_TRUE(finds("acked commits are gone", "store", kSyncNoThrough));
}

TEST(PowerCutInstrument, FindsAnAckBeforeTheCommit) {
  EXPECT_TRUE(finds("acked commits are gone", "store-acks-early"));
}

TEST(PowerCutInstrument, FindsAnAckBeforeTheRingIsWritten) {
  EXPECT_TRUE(
      finds("acked commits are gone", "ring-acks-early", "", store_check(Durability::kRing)));
}

TEST(PowerCutInstrument, FindsADeviceThatDoesNotFlushTheRing) {
  for (const char* const sync : {kSyncNone, kSyncNoThrough}) {
    EXPECT_TRUE(finds("acked commits are gone", "ring", sync, store_check(Durability::kRing)));
  }
}

TEST(PowerCutInstrument, FindsACommitInTwoHalves) {
  EXPECT_TRUE(finds("is not whole", "store-in-halves"));
}

}  // namespace
}  // namespace crash

int main(int argc, char** argv) {
  const int code = crash::run_as_child(argc, argv, crash::kWorkloads);
  if (code >= 0) return code;
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
