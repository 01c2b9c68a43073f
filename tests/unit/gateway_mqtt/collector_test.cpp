// SPDX-License-Identifier: MIT
// Promise: what a broker keeps is known once the mark behind it is there; of each topic the last
// payload counts, what is not ours to judge is left out, and memory is bounded.

#include "collector.h"

#include <gtest/gtest.h>

#include <string>

#include "bounds.h"

namespace gateway::mqtt {
namespace {

class CollectorTest : public testing::Test {
 protected:
  bool arrive(const std::string& topic, const std::string& payload, bool retained) {
    return collector_.arrived({topic, payload, false, retained}, 0);
  }
  Collector collector_{live::Topics(*wire::Topics::make("shelfwire/v1", "main"))};
  const std::string state_ = "shelfwire/v1/main/gateway/state";
};

TEST_F(CollectorTest, EndsWithTheStateThatTheBrokerKept) {
  collector_.begin();
  EXPECT_FALSE(arrive("shelfwire/v1/main/stock/A/B", "1", true));
  EXPECT_FALSE(arrive(state_, "just published", false));
  EXPECT_FALSE(collector_.complete());
  EXPECT_TRUE(arrive(state_, "kept", true));
  EXPECT_TRUE(collector_.complete());
  EXPECT_EQ(collector_.arrivals(), 2U) << "without what was just published";
  EXPECT_EQ(collector_.take(),
            (KeptTopics{{"shelfwire/v1/main/stock/A/B", Kept{payload_mark("1")}}}));
}

TEST_F(CollectorTest, HearsNothingBeforeItBeginsAndAfterItEnded) {
  EXPECT_FALSE(arrive("t", "1", true));
  collector_.begin();
  arrive("t", "2", true);
  EXPECT_EQ(collector_.take().size(), 1U);
  EXPECT_FALSE(arrive(state_, "kept", true));
  arrive("t", "3", true);
  collector_.begin();
  EXPECT_FALSE(collector_.complete());
  EXPECT_TRUE(collector_.take().empty());
}

TEST_F(CollectorTest, FollowsChangesThatOthersMakeMeanwhile) {
  collector_.begin();
  arrive("a", "1", true);
  arrive("a", "2", false);
  arrive("b", "1", true);
  arrive("b", "", false);
  EXPECT_EQ(collector_.take(), (KeptTopics{{"a", Kept{payload_mark("2")}}}));
}

TEST_F(CollectorTest, LeavesCustomersOrdersAlone) {
  collector_.begin();
  arrive("shelfwire/v1/main/order/new", "{}", true);
  arrive("shelfwire/v1/main/order/1007", "{}", true);
  EXPECT_EQ(collector_.take().size(), 1U);
}

TEST_F(CollectorTest, KeepsABoundedNumberOfTopics) {
  collector_.begin();
  for (std::size_t i = 0; i < kKeptTopicsMax + 10; ++i) arrive(std::to_string(i), "1", true);
  arrive("0", "2", true);
  const KeptTopics kept = collector_.take();
  EXPECT_EQ(kept.size(), kKeptTopicsMax);
  EXPECT_EQ(kept.at("0"), Kept{payload_mark("2")});
}

}  // namespace
}  // namespace gateway::mqtt
