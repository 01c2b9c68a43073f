// SPDX-License-Identifier: MIT
// Promise: a gateway that the broker's access list makes deaf or mute notices it, says so and takes
// no scans; any other right that is missing is named and stops nothing; all of it ends when the
// list is put right.
// How: a real Mosquitto with an access list, which grants subscriptions that it does not serve
// and confirms messages that it drops.

#include <functional>
#include <thread>

#include "broker_fixture.h"
#include "picky_proxy.h"

namespace {

using gateway::mqtt::Counts;
using gateway::mqtt::Right;

class RightsTest : public BrokerTest {
 protected:
  void SetUp() override {
    username_ = "gateway";
    prove_rights_every_ = std::chrono::milliseconds(500);
  }

  /// Everything, but of the topics named only what is given.
  void allow(const std::map<std::string, std::string>& others) {
    std::map<std::string, std::string> rights{
        {"node/+/up", "readwrite"}, {"node/+/ack", "readwrite"},   {"stock/#", "readwrite"},
        {"low/#", "readwrite"},     {"po/#", "readwrite"},         {"order/#", "readwrite"},
        {"event/#", "readwrite"},   {"gateway/state", "readwrite"}};
    for (const auto& [topic, right] : others) rights[topic] = right;
    std::string text = "topic readwrite #\n\nuser gateway\ntopic read inventory_updates\n";
    for (const auto& [topic, right] : rights) text += "topic " + right + ' ' + kBase + topic + '\n';
    mosquitto_.set_access_list(text);
  }

  void start() {
    mosquitto_.start();
    make_broker();
    broker_->start();
  }

  [[nodiscard]] Right::State state(const std::string& name) const {
    for (const Right& right : broker_->rights()) {
      if (right.name == name) return right.state;
    }
    ADD_FAILURE() << name;
    return Right::State::kUnproved;
  }
  [[nodiscard]] bool wait_for(const std::function<bool()>& done) const {
    const auto deadline = std::chrono::steady_clock::now() + kHung;
    while (!done() && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return done();
  }
  [[nodiscard]] bool wait_state(const std::string& name, Right::State wanted) const {
    return wait_for([&] { return state(name) == wanted; });
  }
  [[nodiscard]] bool wait_ready() const {
    return wait_for([&] { return broker_->connected() && broker_->deaf_or_mute().empty(); });
  }
};

TEST_F(RightsTest, AllAreProvedButThatOfPlainMessagesWhichWeDoNotTry) {
  allow({});
  start();
  ASSERT_TRUE(wait_ready());
  for (const char* name : {"up", "ack", "stock", "low", "po", "order", "event", "order/new"}) {
    EXPECT_TRUE(wait_state(name, Right::State::kProved)) << name;
  }
  EXPECT_TRUE(wait_state("state", Right::State::kProved));
  EXPECT_EQ(state("inventory_updates"), Right::State::kUnproved);
  EXPECT_EQ(gateway_.commands(), 0U) << "nothing of it is a command";
  Probe publisher(mosquitto_.port(), "publisher");
  publisher.publish("inventory_updates", plain("PROD001", "MAIN", 1), 1);
  EXPECT_TRUE(wait_state("inventory_updates", Right::State::kProved));
  EXPECT_TRUE(gateway_.wait_commands(1));
}

TEST_F(RightsTest, NotReadyUntilAcksWereSeenToArrive) {
  allow({{"node/+/ack", "read"}});
  start();
  ASSERT_TRUE(wait_for([&] { return broker_->connected(); }));
  EXPECT_NE(broker_->deaf_or_mute(), "");
}

TEST_F(RightsTest, AMuteGatewayTakesNoScansUntilTheListIsPutRight) {
  allow({{"node/+/ack", "read"}});
  start();
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/scan-01/ack");
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "gateway/state");
  ASSERT_TRUE(wait_state("ack", Right::State::kFailed));
  EXPECT_NE(broker_->deaf_or_mute().find("node/+/ack"), std::string::npos);
  EXPECT_TRUE(dashboard.sees(kBase + "gateway/state", R"("forbidden":["ack"])"));
  node.publish(kBase + "node/scan-01/up", up(1, "PROD001", "MAIN", 5));
  expect_count(&Counts::dropped_mute, 1);
  EXPECT_EQ(gateway_.commands(), 0U);
  // What needs no ack is taken.
  node.publish("inventory_updates", plain("PROD002", "MAIN", 1), 1);
  EXPECT_TRUE(gateway_.wait_commands(1));
  allow({});
  ASSERT_TRUE(wait_ready());
  node.publish(kBase + "node/scan-01/up", up(1, "PROD001", "MAIN", 5));
  EXPECT_TRUE(node.sees(kBase + "node/scan-01/ack", R"("acked":1,)"));
  EXPECT_TRUE(dashboard.sees(kBase + "gateway/state", R"("claim":0})"));
}

TEST_F(RightsTest, AGatewayWhoseSubscriptionsAreNotAnsweredDoesNotSayThatItIsOnline) {
  allow({});
  mosquitto_.start();
  PickyProxy proxy(mosquitto_.port(), "a topic that nobody publishes on");
  proxy.swallow_subscriptions();
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "#");
  make_broker(proxy.url());
  broker_->start();
  ASSERT_TRUE(wait_for([&] { return broker_->counts().connections == 1; }));
  // What changes is shown already. After the second change all else had its turn.
  for (int change = 1; change <= 2; ++change) {
    gateway_.set_bin("SKU1", "MAIN", change);
    for (;;) {
      const auto message = dashboard.next(kBase);
      ASSERT_TRUE(message);
      ASSERT_EQ(message->payload.find(R"("online":true)"), std::string::npos);
      if (message->topic == kBase + "stock/SKU1/MAIN") break;
    }
  }
  EXPECT_FALSE(broker_->connected());
  const std::string why = "it does not answer our subscriptions";
  EXPECT_TRUE(wait_for([&] { return broker_->trouble().find(why) != std::string::npos; }));
}

TEST_F(RightsTest, ADeafGatewaySaysSoAndAScannersMessageProvesTheContrary) {
  allow({{"node/+/up", "write"}});
  start();
  ASSERT_TRUE(wait_state("up", Right::State::kFailed));
  EXPECT_NE(broker_->deaf_or_mute().find("node/+/up"), std::string::npos);
  // It may read, but not write there: nothing but a scanner can prove that.
  allow({{"node/+/up", "read"}});
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/scan-01/ack");
  for (unsigned seq = 1; !broker_->deaf_or_mute().empty() && seq < 2'000; ++seq) {
    node.publish(kBase + "node/scan-01/up", up(seq, "PROD001", "MAIN", 5));
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(broker_->deaf_or_mute(), "");
}

TEST_F(RightsTest, EveryOtherMissingRightIsNamedAndStopsNothing) {
  const std::vector<std::pair<std::string, std::string>> kinds{
      {"stock", "stock/#"}, {"low", "low/#"}, {"po", "po/#"}, {"event", "event/#"}};
  allow({});
  start();
  ASSERT_TRUE(wait_ready());
  std::map<std::string, std::string> forbidden;
  for (const auto& [name, topic] : kinds) forbidden[topic] = "read";
  allow(forbidden);  // while it runs
  for (const auto& [name, topic] : kinds) {
    EXPECT_TRUE(wait_state(name, Right::State::kFailed)) << name;
  }
  EXPECT_EQ(state("order"), Right::State::kProved);
  EXPECT_EQ(broker_->deaf_or_mute(), "");
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "gateway/state");
  EXPECT_TRUE(
      dashboard.sees(kBase + "gateway/state", R"("forbidden":["stock","low","po","event"])"));
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/scan-01/ack");
  node.publish(kBase + "node/scan-01/up", up(1, "PROD001", "MAIN", 5));
  EXPECT_TRUE(node.sees(kBase + "node/scan-01/ack", R"("acked":1,)"));
  allow({});
  for (const auto& [name, topic] : kinds) {
    EXPECT_TRUE(wait_state(name, Right::State::kProved)) << name;
  }
}

}  // namespace
