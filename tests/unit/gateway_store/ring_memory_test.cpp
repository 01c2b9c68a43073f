// SPDX-License-Identifier: MIT
// Promise: the rows that wait for a checkpoint never take more memory than they may, and what
// changes nothing is no commit.
// How: a ring far larger than that memory, so that nothing else makes a checkpoint.

#include "ring_machine.h"

namespace store_test {
namespace {

using gateway::store::kPendingBytesMax;

constexpr std::size_t kRingBlocks = 8 * kPendingBytesMax / SimRing::kBlock;
constexpr std::size_t kRowBytes = 64 * 1024;

/// Commits as many rows as take so many bytes.
void commit_bytes(RingMachine& machine, std::uint64_t bytes, const std::string& name) {
  for (std::uint64_t row = 0; row * kRowBytes < bytes; ++row) {
    machine.put(name + std::to_string(row), std::string(kRowBytes, 'x'));
  }
  ASSERT_EQ(machine.commit(), Status::kOk);
}

TEST(RingMemory, OfHalfOfWhatIsAllowedAsksForACheckpoint) {
  RingMachine machine(kRingBlocks);
  ASSERT_EQ(machine.start(), "");
  commit_bytes(machine, kPendingBytesMax / 4, "a");
  EXPECT_FALSE(machine.store->backlog().urgent);
  commit_bytes(machine, kPendingBytesMax / 4, "b");
  EXPECT_TRUE(machine.store->backlog().urgent);
  EXPECT_EQ(machine.store->backlog().commits, 2U);
  ASSERT_EQ(machine.checkpoint(), Status::kOk);
  EXPECT_FALSE(machine.store->backlog().urgent);
}

TEST(RingMemory, BeyondWhatIsAllowedMakesACommitACheckpoint) {
  RingMachine machine(kRingBlocks);
  ASSERT_EQ(machine.start(), "");
  for (const char* name : {"a", "b", "c"}) commit_bytes(machine, kPendingBytesMax / 4, name);
  EXPECT_EQ(machine.store->backlog().commits, 3U);
  commit_bytes(machine, kPendingBytesMax / 4, "d");
  EXPECT_EQ(machine.store->backlog().commits, 0U);
  EXPECT_EQ(RingMachine::rows_of(**machine.store->snapshot()), machine.promised);
}

TEST(RingMemory, ErasingWhatIsNotThereIsNoCommit) {
  RingMachine machine;
  ASSERT_EQ(machine.start(), "");
  machine.erase("nothing");
  EXPECT_EQ(machine.commit(), Status::kOk);
  EXPECT_EQ(machine.store->backlog().commits, 0U);
}

}  // namespace
}  // namespace store_test
