// SPDX-License-Identifier: MIT
// Promise: what scanners and plain publishers send reaches the writer, its answers
// reach them, and neither direction can stop the other.
// How: the real connection against a real Mosquitto; the writer is a fake that
// publishes and answers from its own thread, as the real one does.

#include "broker_fixture.h"
#include "gateway/limits.h"

namespace {

using gateway::mqtt::Counts;

using TrafficTest = BrokerTest;

TEST_F(TrafficTest, AnAckReachesItsNodeAndIsKeptForIt) {
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/scan-01/ack");
  start_broker();
  node.publish(kBase + "node/scan-01/up", up(41, "PROD001", "MAIN", 5));
  ASSERT_TRUE(
      node.sees(kBase + "node/scan-01/ack", R"({"v":1,"e":"9f3c01aa","acked":41,"k":"00000029")"));
  const auto kept = retained_at(mosquitto_.port(), kBase + "node/+/ack");
  EXPECT_EQ(kept.size(), 1U);
}

TEST_F(TrafficTest, ShowsStockAndAlertsAndClearsThem) {
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "stock/#");
  dashboard.subscribe(kBase + "low/#");
  start_broker();
  gateway_.set_bin("PROD001", "MAIN/A-01/03", 40);
  gateway_.set_bin("PROD002", "MAIN", -3);
  gateway_.set_bin("PROD002", "@supplier", 3);
  gateway_.set_low("PROD001", "MAIN", true);
  auto wanted = gateway_.wanted();
  wanted.erase(kBase + "stock/PROD002/@supplier");
  ASSERT_EQ(wanted.size(), 3U);
  EXPECT_TRUE(dashboard.wait_newest(kBase, wanted));
  EXPECT_EQ(retained_stock(), wanted);

  gateway_.set_bin("PROD001", "MAIN/A-01/03", 0);
  gateway_.set_low("PROD001", "MAIN", false);
  wanted.erase(kBase + "stock/PROD001/MAIN/A-01/03");
  wanted.erase(kBase + "low/PROD001/MAIN");
  EXPECT_TRUE(dashboard.wait_newest(kBase, wanted));
  EXPECT_EQ(retained_stock(), wanted);
}

TEST_F(TrafficTest, ShowsPurchaseOrdersOfAnyLengthAndClearsThem) {
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "po/#");
  start_broker();
  gateway_.set_purchase(17, 1);
  gateway_.set_purchase(18, gateway::kPurchaseLinesMax);
  gateway_.set_purchase(17, 1);
  ASSERT_EQ(gateway_.wanted().size(), 2U);
  EXPECT_GT(gateway_.wanted()[kBase + "po/PO-000018"].size(), 7'000U);
  EXPECT_TRUE(dashboard.wait_newest(kBase, gateway_.wanted()));
  EXPECT_EQ(retained_stock(), gateway_.wanted());

  gateway_.set_purchase(18, 1, false);
  EXPECT_TRUE(dashboard.wait_newest(kBase, gateway_.wanted()));
  EXPECT_EQ(retained_stock(), gateway_.wanted());
}

TEST_F(TrafficTest, PlainMessagesAmongBatchesDoNotDeadlock) {
  constexpr unsigned kBatches = 300;
  constexpr unsigned kPlain = 40;
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/scan-01/ack");
  Probe publisher(mosquitto_.port(), "publisher");
  start_broker();
  unsigned plain_sent = 0;
  for (unsigned seq = 1; seq <= kBatches; ++seq) {
    node.publish(kBase + "node/scan-01/up", up(seq, "PROD001", "MAIN", 1));
    if (seq * kPlain / kBatches > plain_sent) {
      ++plain_sent;
      publisher.publish("inventory_updates", plain("PROD002", "MAIN", 10), 1);
    }
  }
  ASSERT_TRUE(gateway_.wait_commands(kBatches + kPlain));
  EXPECT_TRUE(node.sees(kBase + "node/scan-01/ack", R"("acked":300,)"));
  EXPECT_TRUE(wait_acknowledged_plain(kPlain));
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "stock/#");
  EXPECT_TRUE(dashboard.wait_newest(kBase + "stock", gateway_.wanted()));
  expect_count(&Counts::batches, kBatches);
  expect_count(&Counts::plain, kPlain);
  expect_count(&Counts::plain_unconfirmed, 0);
}

TEST_F(TrafficTest, AnUnreadableMessageIsKeptAndNotAcked) {
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/#");
  start_broker();
  node.publish(kBase + "node/scan-01/up", R"({"v":2})");
  node.publish(kBase + "node/scan-01/up", std::string(1024 * 1024, '['));
  node.publish("inventory_updates", "100 of PROD001, please", 1);
  ASSERT_TRUE(gateway_.wait_commands(3));
  node.publish(kBase + "node/scan-01/up", up(1, "PROD001", "MAIN", 5));
  const auto first = node.next(kBase + "node/scan-01/ack");
  ASSERT_TRUE(first);
  EXPECT_NE(first->payload.find(R"("acked":1,)"), std::string::npos);
  expect_count(&Counts::unreadable, 3);
}

TEST_F(TrafficTest, ARetainedPlainMessageIsNotBookedAtEachConnection) {
  Probe publisher(mosquitto_.port(), "publisher");
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 100), 1, true);
  start_broker();
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 1), 1);
  ASSERT_TRUE(gateway_.wait_commands(1));
  expect_count(&Counts::plain, 1);
  expect_count(&Counts::retained_ignored, 1);
}

TEST_F(TrafficTest, APlainMessageWaitsAtTheBrokerWhileTheGatewayIsAway) {
  start_broker();
  broker_->stop();
  Probe publisher(mosquitto_.port(), "publisher");
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 100), 1);
  EXPECT_EQ(gateway_.commands(), 0U);
  gateway_.stop();

  FakeGateway next;
  gateway::mqtt::BrokerSettings settings;
  settings.urls = mosquitto_.url();
  auto again = gateway::mqtt::Broker::make(settings, next, next);
  ASSERT_TRUE(again);
  next.start();
  (*again)->start();
  EXPECT_TRUE(next.wait_commands(1));
  (*again)->stop();
}

// The commit of a plain message takes longer than its sender is made to wait.
TEST_F(TrafficTest, ASlowCommitLetsThePlainMessageGoAndCountsIt) {
  Probe publisher(mosquitto_.port(), "publisher");
  start_broker();
  gateway_.pause_commits(true);
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 1), 1);
  EXPECT_TRUE(wait_acknowledged_plain(1));
  expect_count(&Counts::plain_unconfirmed, 1);
  gateway_.pause_commits(false);
  EXPECT_TRUE(gateway_.wait_commands(1));
  expect_count(&Counts::connections, 1);
}

}  // namespace
