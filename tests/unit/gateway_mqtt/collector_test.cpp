// SPDX-License-Identifier: MIT
// Promise: what a broker keeps is known completely once our own message is back,
// and a message that merely looks like it is not taken for it.

#include "collector.h"

#include <gtest/gtest.h>

#include "wire/live.h"

namespace gateway::mqtt {
namespace {

class CollectorTest : public testing::Test {
 protected:
  bool arrive(const std::string& topic, const std::string& payload, bool retained) {
    return collector_.arrived({topic, payload, false, retained});
  }
  Collector collector_{*wire::Topics::make("shelfwire/v1", "main")};
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
  EXPECT_EQ(collector_.take(), (Kept{{"shelfwire/v1/main/stock/A/B", "1"}}));
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
  EXPECT_EQ(collector_.take(), (Kept{{"a", "2"}}));
}

TEST_F(CollectorTest, KeepsLittleOfAHugePayloadAndStillSeesThatItIsNotOurs) {
  collector_.begin("own");
  arrive("a", std::string(1'000'000, 'x'), true);
  EXPECT_EQ(collector_.take().at("a").size(), wire::kLiveBytesMax + 1);
}

}  // namespace
}  // namespace gateway::mqtt
