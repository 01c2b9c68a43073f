// SPDX-License-Identifier: MIT
// Promise: what was seen of another gateway is told to the store once, with the decision that
// the other one makes too, and not by one that holds already.
#include "gateway/daemon/site_claim.h"

#include <gtest/gtest.h>

namespace gateway::daemon {
namespace {

constexpr GatewayIdentity kOurs{0xaa, 100, {1, 1}, 0};
constexpr GatewayIdentity kCopy{0xbb, 50, {2, 2}, 0};

TEST(SiteClaim, TellsOnceWhoHolds) {
  SiteClaim claim(kOurs, false);
  EXPECT_FALSE(claim.take_news());
  claim.saw(kCopy);
  const auto news = claim.take_news();
  ASSERT_TRUE(news);
  EXPECT_EQ(news->other, kCopy);
  EXPECT_FALSE(news->holds);
  EXPECT_FALSE(claim.take_news());
}

TEST(SiteClaim, TheCopyHolds) {
  SiteClaim claim(kCopy, false);
  claim.saw(kOurs);
  EXPECT_TRUE(claim.take_news()->holds);
}

TEST(SiteClaim, FollowsTheStore) {
  SiteClaim claim(kCopy, false);
  Effects effects;
  effects.held = true;
  effects.incarnation = {3, 3};
  effects.claim = 7;
  claim.follow(effects);
  EXPECT_TRUE(claim.held());
  EXPECT_EQ(claim.who(), (GatewayIdentity{0xbb, 50, {3, 3}, 7}));
  claim.saw(kOurs);
  EXPECT_FALSE(claim.take_news()) << "it holds, and stays away";
}

}  // namespace
}  // namespace gateway::daemon
