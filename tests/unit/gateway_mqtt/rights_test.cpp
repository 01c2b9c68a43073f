// SPDX-License-Identifier: MIT
// Promise: that the broker ends the connection on a topic is said only as long as it is known, not
// of a message that was dropped in silence later.
#include "rights.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bounds.h"

namespace gateway::mqtt {
namespace {

class RightsTest : public testing::Test {
 protected:
  RightsTest() {
    rights.begin(start);
    send_probes(start);
    rights.not_sent(ack_topic(), start);
    EXPECT_TRUE(rights.ends_connection("ack"));
    EXPECT_TRUE(failed("ack"));
  }
  void send_probes(Rights::Time now) {
    while (rights.next_probe(now)) {
    }
  }
  [[nodiscard]] std::string ack_topic() const {
    return std::string(site.base()) + "/node/@gateway/ack";
  }
  [[nodiscard]] bool failed(const std::string& name) const {
    const auto all = rights.all();
    return std::any_of(all.begin(), all.end(), [&](const Right& right) {
      return right.name == name && right.state == Right::State::kFailed;
    });
  }

  BrokerSettings settings;
  wire::Topics site = *wire::Topics::make(settings.site_prefix, settings.site);
  Rights rights{site, live::Topics(site), settings};
  Rights::Time start{};
};

TEST_F(RightsTest, ANewConnectionIsNotBlamedForTheOneBefore) {
  rights.begin(start);
  EXPECT_FALSE(rights.ends_connection("ack"));
}

TEST_F(RightsTest, AProbeThatIsDroppedInSilenceDoesNotEndTheConnection) {
  Rights::Time now = start + settings.prove_rights_every_ms;
  for (int miss = 0; miss < kProbeMissesMax; ++miss) {
    send_probes(now);
    EXPECT_FALSE(rights.ends_connection("ack")) << "it is on its way";
    now += kProbeTimeout;
    static_cast<void>(rights.judge(now));
  }
  EXPECT_TRUE(failed("ack"));
  EXPECT_FALSE(rights.ends_connection("ack"));
}

}  // namespace
}  // namespace gateway::mqtt
