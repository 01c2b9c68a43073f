// SPDX-License-Identifier: MIT
// Promise: another gateway under our site's name is found by what it says, and neither what an
// earlier one had left at the broker nor one late Last Will is taken for it.
#include "rival_watch.h"

#include <gtest/gtest.h>

namespace gateway::mqtt {
namespace {

class RivalWatchTest : public testing::Test {
 protected:
  std::optional<GatewayIdentity> says(const std::string& run, bool online,
                                      const std::string& more = {}) {
    const std::string payload = std::string(R"({"v":1,"online":)") + (online ? "true" : "false") +
                                R"(,"seq":9,"started_ms":7,"run":")" + run + '"' + more + '}';
    return hears(payload);
  }
  std::optional<GatewayIdentity> hears(const std::string& payload) {
    Arrival arrival;
    arrival.topic = "shelfwire/v1/main/gateway/state";
    arrival.payload = payload;
    return watch_.arrived(arrival);
  }

  live::Topics topics_{*wire::Topics::make("shelfwire/v1", "main")};
  RivalWatch watch_{topics_, 0xaa};
};

TEST_F(RivalWatchTest, WhatWasThereBeforeOursIsOfAGatewayThatIsGone) {
  EXPECT_FALSE(says("000000bb", true));
  EXPECT_FALSE(says("000000bb", false));
  EXPECT_FALSE(says("000000bb", false));
}

TEST_F(RivalWatchTest, AfterOursAnotherThatIsOnlineIsAtWork) {
  EXPECT_FALSE(says("000000aa", true));
  const auto other =
      says("000000bb", true, R"(,"incarnation":"9f3c01aa","generation":2,"claim":3)");
  EXPECT_EQ(other, (GatewayIdentity{0xbb, 7, {0x9f3c01aa, 2}, 3}));
}

TEST_F(RivalWatchTest, ALastWillMayComeLateOnceAndOfEachRun) {
  EXPECT_FALSE(says("000000aa", true));
  EXPECT_FALSE(says("000000bb", false));
  EXPECT_FALSE(says("000000cc", false)) << "of another start";
  EXPECT_TRUE(says("000000cc", false)) << "it was there again meanwhile";
}

TEST_F(RivalWatchTest, AnOlderProgramSaysNoRun) {
  EXPECT_FALSE(says("000000aa", true));
  const auto other = hears(R"({"v":1,"online":true,"seq":9,"started_ms":7})");
  EXPECT_EQ(other, (GatewayIdentity{0, 7, {}, 0}));
}

TEST_F(RivalWatchTest, WhatIsNoStateProvesNothing) {
  EXPECT_FALSE(says("000000aa", true));
  for (const std::string payload : {"", "{}", "[]", R"({"v":2,"online":true,"run":"000000bb"})",
                                    R"({"v":1,"run":"000000bb"})", R"({"v":1,"online":1})"}) {
    EXPECT_FALSE(hears(payload)) << payload;
  }
}

}  // namespace
}  // namespace gateway::mqtt
