// SPDX-License-Identifier: MIT
// Promise: a ring that holds commits of a newer program, or commits that no program writes, is
// refused with a sentence that says which, and neither it nor the store behind it is changed.
// How: commits that this program would not write, on a simulated device.

#include "ring.h"
#include "ring_machine.h"

namespace store_test {
namespace {

using gateway::store::Content;
using gateway::store::Ring;
using gateway::store::RingMark;

/// What a machine says at its start whose third commit, after the one of its start, is `payload`,
/// in a frame that is whole.
std::string refusal_of(const std::string& payload) {
  RingMachine machine;
  EXPECT_EQ(machine.start(), "");
  machine.put("a", "1");
  EXPECT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  {
    Ring ring(std::make_unique<SimRing>(machine.medium), machine.id);
    const auto mark = RingMark::decode(*MarkedMemory(machine.disk).mark());
    EXPECT_TRUE(mark);
    EXPECT_TRUE(ring.recover(*mark, [](std::string_view) { return Content::kWhole; }));
    EXPECT_TRUE(ring.append(payload));
  }
  const auto before = *machine.medium;
  const std::string refusal = machine.start();
  EXPECT_EQ(*machine.medium, before);
  return refusal;
}

std::string put(char table, std::size_t key_bytes) {
  return std::string{1, table, static_cast<char>(key_bytes), 0, 0, 0, 0} +
         std::string(key_bytes, 'k');
}

TEST(NewerRing, LeavesACommitOfANewerProgramAsItIs) {
  const std::string do_something_new{3, 0, 0, 0, 0, 0, 0};
  for (const std::string& change :
       {put(static_cast<char>(gateway::kTableCount), 1), do_something_new}) {
    const std::string refusal = refusal_of(change);
    EXPECT_NE(refusal.find("commit 3 was written by a newer Shelfwire"), std::string::npos)
        << refusal;
  }
}

/// Its checksum is right, but no program writes it, or none can say.
TEST(NewerRing, SaysOfACommitWhatItCanKnow) {
  const std::string no_key = refusal_of(put(0, 0));
  EXPECT_NE(no_key.find("commit 3 is damaged, and was before"), std::string::npos) << no_key;
  const std::string cut = refusal_of(put(0, 9).substr(0, 12));
  EXPECT_NE(cut.find("commit 3 is damaged, and was before"), std::string::npos) << cut;
  const std::string longer = refusal_of(put(0, gateway::kKeyBytesMax + 1));
  EXPECT_NE(longer.find("commit 3 is damaged or was written by a newer Shelfwire"),
            std::string::npos)
      << longer;
}

TEST(NewerRing, TellsAMarkOfANewerVersionFromADamagedOne) {
  const std::string whole = RingMark{}.encode();
  for (const int version : {3, 127, 128, 255}) {
    std::string newer = whole;
    newer[0] = static_cast<char>(version);
    EXPECT_EQ(RingMark::decode(newer).error(), Status::kVersion) << version;
    EXPECT_EQ(RingMark::decode(newer.substr(0, 1)).error(), Status::kVersion) << version;
  }
  std::string none = whole;
  none[0] = 0;
  EXPECT_EQ(RingMark::decode(none).error(), Status::kCorrupt);
  EXPECT_TRUE(RingMark::decode(whole));
  std::string cut = whole;
  cut.resize(cut.size() - 1);
  EXPECT_EQ(RingMark::decode(cut).error(), Status::kCorrupt);
}

TEST(NewerRing, LeavesAFrameOfANewerFormAsItIs) {
  RingMachine machine;
  ASSERT_EQ(machine.start(), "");
  machine.put("a", "1");
  ASSERT_EQ(machine.commit(), Status::kOk);
  machine.cut();
  (*machine.medium)[SimRing::kBlock + 3] = std::byte{'2'};  // SWF2
  const auto before = *machine.medium;
  const std::string refusal = machine.start();
  EXPECT_NE(refusal.find("commit 2 was written by a newer Shelfwire"), std::string::npos)
      << refusal;
  EXPECT_EQ(*machine.medium, before);
}

}  // namespace
}  // namespace store_test
