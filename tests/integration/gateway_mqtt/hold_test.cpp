// SPDX-License-Identifier: MIT
// Promise: while the gateway holds, nothing is acknowledged to the broker and nothing
// acked; after the hold everything that was acknowledged to nobody is taken, once.
// How: the real connection against a real Mosquitto whose log tells each PUBACK.

#include "broker_fixture.h"

namespace {

using gateway::mqtt::Counts;

using HoldTest = BrokerTest;

TEST_F(HoldTest, LeavesPlainMessagesAtTheBrokerAndTakesEachOnceAfterwards) {
  Probe publisher(mosquitto_.port(), "publisher");
  start_broker();
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 1), 1);
  ASSERT_TRUE(gateway_.wait_commands(1));
  ASSERT_TRUE(wait_acknowledged_plain(1));

  gateway_.hold(true);
  for (int i = 0; i < 5; ++i) {
    publisher.publish("inventory_updates", plain("PROD001", "MAIN", 10), 1);
  }
  // Tried, left there, tried again on the next connection: and never acknowledged.
  ASSERT_TRUE(gateway_.wait_turned_away(2));
  EXPECT_EQ(gateway_.commands(), 1U);
  EXPECT_EQ(confirmed_plain(mosquitto_.log()), 1U);

  gateway_.hold(false);
  ASSERT_TRUE(gateway_.wait_commands(6));
  ASSERT_TRUE(wait_acknowledged_plain(6));
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 100), 1);
  ASSERT_TRUE(gateway_.wait_commands(7));
  EXPECT_EQ(gateway_.on_hand("PROD001", "MAIN"), 151);
  EXPECT_GE(broker_->counts().refused_to_confirm, 1U);
}

TEST_F(HoldTest, ShowsThatItTakesNothing) {
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "gateway/state");
  Probe publisher(mosquitto_.port(), "publisher");
  start_broker();
  ASSERT_TRUE(dashboard.sees(kBase + "gateway/state", R"("online":true)"));
  gateway_.hold(true);
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 1), 1);
  EXPECT_TRUE(dashboard.sees(kBase + "gateway/state", R"("online":false)"));
  gateway_.hold(false);
  EXPECT_TRUE(dashboard.sees(kBase + "gateway/state", R"("online":true)"));
  EXPECT_TRUE(gateway_.wait_commands(1));
}

TEST_F(HoldTest, DropsBatchesWithoutAnAckAndKeepsTheConnection) {
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/scan-01/ack");
  start_broker();
  gateway_.hold(true);
  node.publish(kBase + "node/scan-01/up", up(1, "PROD001", "MAIN", 5));
  ASSERT_TRUE(gateway_.wait_turned_away(1));
  gateway_.hold(false);
  node.publish(kBase + "node/scan-01/up", up(2, "PROD001", "MAIN", 5));
  const auto first = node.next(kBase + "node/scan-01/ack");
  ASSERT_TRUE(first);
  EXPECT_NE(first->payload.find(R"("acked":2,)"), std::string::npos);
  expect_count(&Counts::connections, 1);
  expect_count(&Counts::dropped_paused, 1);
}

// The hold begins while a callback waits for the commit of its message.
TEST_F(HoldTest, LeavesAMessageThatTheWriterDropsUnanswered) {
  Probe publisher(mosquitto_.port(), "publisher");
  start_broker();
  gateway_.pause_commits(true);
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 1), 1);
  ASSERT_TRUE(gateway_.wait_inbox(1));
  gateway_.hold(true);
  gateway_.pause_commits(false);
  ASSERT_TRUE(gateway_.wait_turned_away(1));  // delivered again
  EXPECT_EQ(confirmed_plain(mosquitto_.log()), 0U);
  gateway_.hold(false);
  ASSERT_TRUE(gateway_.wait_commands(1));
  ASSERT_TRUE(wait_acknowledged_plain(1));
  EXPECT_EQ(gateway_.on_hand("PROD001", "MAIN"), 1);
}

}  // namespace
