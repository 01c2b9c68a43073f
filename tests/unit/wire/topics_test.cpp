// SPDX-License-Identifier: MIT
// Goal: every topic is the one the protocol names, nothing that is not a name can
// get into one, and taking one apart gives back what it was built from.
// Method: exact topics, the longest parts, and a list of near misses.

#include "wire/topics.h"

#include <gtest/gtest.h>

#include <string>

namespace wire {
namespace {

Topics topics() {
  return *Topics::make("shelfwire/v1", "main");
}
NodeName node(std::string_view text) {
  return *NodeName::from(text);
}

TEST(Topics, AreThoseOfTheProtocol) {
  EXPECT_EQ(topics().up(node("dock-1"))->view(), "shelfwire/v1/main/node/dock-1/up");
  EXPECT_EQ(topics().ack(node("dock-1"))->view(), "shelfwire/v1/main/node/dock-1/ack");
  EXPECT_EQ(topics().node_state(node("dock-1"))->view(), "shelfwire/v1/main/node/dock-1/state");
  EXPECT_EQ(topics().all_up().view(), "shelfwire/v1/main/node/+/up");
  EXPECT_EQ(topics().base(), "shelfwire/v1/main");
}

TEST(Topics, ComeApartAsTheyWereBuilt) {
  EXPECT_EQ(topics().parse_up(topics().up(node("n.1"))->view()), node("n.1"));
}

TEST(Topics, FitAtTheirLongest) {
  const std::string prefix = std::string(32, 'p') + "/" + std::string(31, 'q');
  const std::string name(32, 'n');
  const auto longest = Topics::make(prefix, name);
  ASSERT_TRUE(longest);
  EXPECT_TRUE(longest->node_state(node(name)));
  EXPECT_FALSE(Topics::make(prefix + "q", name));
  EXPECT_FALSE(Topics::make(prefix, name + "n"));
}

TEST(Topics, RefuseAPrefixOrSiteThatIsNoName) {
  for (const char* bad : {"", "/a", "a/", "a//b", "a/+", "#", "$SYS", "a b", "\xC3\xA4"}) {
    EXPECT_EQ(Topics::make(bad, "main"), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(Topics::make("shelfwire/v1", bad), fail(Status::kInvalidArgument)) << bad;
  }
  EXPECT_FALSE(Topics::make("shelfwire/v1", "a/b"));
  EXPECT_TRUE(Topics::make("one", "main"));
}

TEST(Topics, AreNotBuiltFromWhatIsNoName) {
  for (const char* bad : {"", "+", "#", "a/b", "a b", "@x"}) {
    EXPECT_EQ(topics().up(node(bad)), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().ack(node(bad)), fail(Status::kInvalidArgument)) << bad;
    EXPECT_EQ(topics().node_state(node(bad)), fail(Status::kInvalidArgument)) << bad;
  }
}

TEST(Topics, OfOthersAreNotTakenForOurs) {
  const Topics t = topics();
  for (const char* bad :
       {"", "shelfwire/v1/main/node/up", "shelfwire/v1/main/node//up",
        "shelfwire/v1/main/node/a/b/up", "shelfwire/v1/main/node/a/upx", "shelfwire/v1/main/node/a",
        "shelfwire/v1/main/node/a/ack", "shelfwire/v1/main/node/abcd",
        "shelfwire/v1/main/node/a/Up", "shelfwire/v1/mein/node/a/up", "shelfwire/v1/main/node/+/up",
        "shelfwire/v1/main2/node/a/up", "shelfwire/v1/mai/node/a/up",
        "x/shelfwire/v1/main/node/a/up", "shelfwire/v1/main/nodes/a/up",
        "shelfwire/v1/main/node/a/up/", "shelfwire/v1/main/node/up/"}) {
    EXPECT_EQ(t.parse_up(bad), fail(Status::kInvalidArgument)) << bad;
  }
  EXPECT_FALSE(t.parse_up("shelfwire/v1/main/node/" + std::string(33, 'n') + "/up"));
}

}  // namespace
}  // namespace wire
