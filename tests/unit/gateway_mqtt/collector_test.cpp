// SPDX-License-Identifier: MIT
// Promise: what a broker keeps is known completely once our own message is back,
// and a message that merely looks like it is not taken for it.

#include "collector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "bounds.h"

namespace gateway::mqtt {
namespace {

class CollectorTest : public testing::Test {
 protected:
  bool arrive(const std::string& topic, const std::string& payload, bool retained) {
    return collector_.arrived({topic, payload, false, retained});
  }
  Collector collector_{live::Topics(*wire::Topics::make("shelfwire/v1", "main"))};
  const std::string state_ = "shelfwire/v1/main/gateway/state";
};

TEST_F(CollectorTest, EndsWithOurOwnMessageOnly) {
  collector_.begin("own");
  EXPECT_FALSE(arrive("shelfwire/v1/main/stock/A/B", "1", true));
  EXPECT_FALSE(arrive(state_, "own", true));     // kept since an earlier connection
  EXPECT_FALSE(arrive(state_, "other", false));  // the Last Will of one
  EXPECT_FALSE(collector_.complete());
  EXPECT_TRUE(arrive(state_, "own", false));
  EXPECT_TRUE(collector_.complete());
  EXPECT_EQ(collector_.take(), (RetainedTopics{{"shelfwire/v1/main/stock/A/B", "1"}}));
}

TEST_F(CollectorTest, HearsNothingBeforeItBeginsAndAfterItEnded) {
  EXPECT_FALSE(arrive("t", "1", true));
  collector_.begin("own");
  arrive("t", "2", true);
  EXPECT_EQ(collector_.take().size(), 1U);
  EXPECT_FALSE(arrive(state_, "own", false));
  arrive("t", "3", true);
  collector_.begin("own");
  EXPECT_FALSE(collector_.complete());
  EXPECT_TRUE(collector_.take().empty());
}

TEST_F(CollectorTest, FollowsChangesThatOthersMakeMeanwhile) {
  collector_.begin("own");
  arrive("a", "1", true);
  arrive("a", "2", false);
  arrive("b", "1", true);
  arrive("b", "", false);
  EXPECT_EQ(collector_.take(), (RetainedTopics{{"a", "2"}}));
}

TEST_F(CollectorTest, KeepsLittleOfAHugePayloadAndStillSeesThatItIsNotOurs) {
  collector_.begin("own");
  arrive("a", std::string(1'000'000, 'x'), true);
  const std::string longest(kKeptPayloadBytesMax, 'x');
  arrive("b", longest, true);
  arrive("c", longest + 'x', true);
  const RetainedTopics kept = collector_.take();
  EXPECT_EQ(kept.at("a").size(), 1U);
  EXPECT_EQ(kept.at("b"), longest);
  EXPECT_EQ(kept.at("c").size(), 1U);
}

TEST_F(CollectorTest, KeepsAllPurchaseOrdersAndNotWhateverAStrangerPutsBesideThem) {
  collector_.begin("own");
  const std::string longest(kKeptPayloadBytesMax, 'x');
  const std::size_t room = kKeptBytesMax / longest.size();
  for (std::size_t i = 0; i < room + 10; ++i) arrive(std::to_string(i), longest, true);
  arrive("0", "replaced", true);  // which makes room for one
  arrive("1", "", false);         // and for another
  arrive("again", longest, true);
  arrive("and again", longest, true);
  arrive("too many", longest, true);
  const RetainedTopics kept = collector_.take();
  EXPECT_EQ(kept.size(), room + 10 - 1 + 3);
  const auto whole = std::count_if(kept.begin(), kept.end(),
                                   [&](const auto& each) { return each.second == longest; });
  EXPECT_EQ(whole, static_cast<std::ptrdiff_t>(room));
  EXPECT_EQ(kept.at("0"), "replaced");
  EXPECT_EQ(kept.at("and again"), longest);
  EXPECT_EQ(kept.at("too many"), "?");
}

}  // namespace
}  // namespace gateway::mqtt
