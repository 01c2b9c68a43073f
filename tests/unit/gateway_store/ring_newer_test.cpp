// SPDX-License-Identifier: MIT
// Promise: a ring that holds commits of a newer program is refused with a sentence, and neither
// it nor the store behind it is changed.
// How: commits that this program would not write, on a simulated device.

#include "ring.h"
#include "ring_machine.h"

namespace store_test {
namespace {

using gateway::store::Ring;
using gateway::store::RingMark;

TEST(NewerRing, LeavesACommitOfANewerProgramAsItIs) {
  const std::string put_into_a_new_table{1, static_cast<char>(gateway::kTableCount), 0, 0, 0, 0, 0};
  const std::string do_something_new{3, 0, 0, 0, 0, 0, 0};
  for (const std::string& change : {put_into_a_new_table, do_something_new}) {
    RingMachine machine;
    ASSERT_EQ(machine.start(), "");
    machine.put("a", "1");
    ASSERT_EQ(machine.commit(), Status::kOk);
    machine.cut();
    {
      Ring ring(std::make_unique<SimRing>(machine.medium), machine.id);
      const auto mark = RingMark::decode(*MarkedMemory(machine.disk).mark());
      ASSERT_TRUE(mark);
      ASSERT_TRUE(ring.recover(*mark, [](std::string_view) { return true; }));
      ASSERT_TRUE(ring.append(change));
    }
    const auto before = *machine.medium;
    const std::string refusal = machine.start();
    EXPECT_NE(refusal.find("commit 2 was written by a newer Shelfwire"), std::string::npos)
        << refusal;
    EXPECT_EQ(*machine.medium, before);
  }
}

TEST(NewerRing, LeavesAFrameOfANewerFormAsItIs) {
  RingMachine machine;
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "1");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  (*machine.medium)[3] = std::byte{'2'};  // SWF2
  const auto before = *machine.medium;
  const std::string refusal = machine.start();
  EXPECT_NE(refusal.find("commit 1 was written by a newer Shelfwire"), std::string::npos)
      << refusal;
  EXPECT_EQ(*machine.medium, before);
}

}  // namespace
}  // namespace store_test
