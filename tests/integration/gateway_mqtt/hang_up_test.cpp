// SPDX-License-Identifier: MIT
// Promise: one topic on which the broker ends the connection does not stop the acks of a site, nor
// any other topic: it is left out and named. Where a right is missing, the right is named, not what
// happened to be published at that moment; without acks no scans are taken. A broker that is
// restarted at bad moments is not taken for one that dislikes a topic for long.
// How: a real Mosquitto behind a proxy that hangs up on a topic.

#include <chrono>
#include <memory>
#include <thread>

#include "broker_fixture.h"
#include "picky_proxy.h"

namespace {

using HangUpTest = BrokerTest;

TEST_F(HangUpTest, ATopicThatTheBrokerDislikesIsLeftOutAndEverythingElseGoesOn) {
  PickyProxy proxy(mosquitto_.port(), "stock/ITEM.7/");
  for (int i = 0; i < 300; ++i) {
    gateway_.set_bin_silently(fmt::format("ITEM.{}", i), "MAIN/A", i + 1);
  }
  make_broker(proxy.url());
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/scan-01/ack");
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "stock/#");
  broker_->start();
  auto wanted = gateway_.wanted();
  const std::string disliked = kBase + "stock/ITEM.7/MAIN/A";
  ASSERT_EQ(wanted.erase(disliked), 1U);
  EXPECT_TRUE(dashboard.wait_newest(kBase + "stock", wanted));
  EXPECT_EQ(broker_->left_out(), (std::vector<std::string>{disliked}));
  const int hang_ups = proxy.hang_ups();
  EXPECT_EQ(hang_ups, 2);
  // It changes again, and nothing happens but that it is not shown.
  gateway_.set_bin("ITEM.7", "MAIN/A", 1000);
  gateway_.set_bin("ITEM.8", "MAIN/A", 1000);
  node.publish(kBase + "node/scan-01/up", up(1, "PROD001", "MAIN", 5));
  EXPECT_TRUE(node.sees(kBase + "node/scan-01/ack", R"("acked":1,)"));
  EXPECT_TRUE(dashboard.sees(kBase + "stock/ITEM.8/MAIN/A", R"("on_hand":1000)"));
  EXPECT_EQ(proxy.hang_ups(), hang_ups);
  EXPECT_EQ(broker_->counts().connections, 3U);
}

TEST_F(HangUpTest, ABrokerThatDiesAndReturnsIsNotTakenForOneThatDislikesATopic) {
  start_broker();
  for (int death = 0; death < 3; ++death) {
    for (int i = 0; i < 300; ++i) gateway_.set_bin(fmt::format("SKU{}", i % 5), "MAIN", i + 1);
    mosquitto_.kill();
    mosquitto_.start();
    Probe dashboard(mosquitto_.port(), "dashboard");
    dashboard.subscribe(kBase + "stock/#");
    ASSERT_TRUE(dashboard.wait_newest(kBase + "stock", gateway_.wanted()));
  }
  EXPECT_TRUE(broker_->left_out().empty());
}

/// The broker ends the connection whenever this topic is published on.
class ForbiddenTest : public BrokerTest {
 protected:
  void start(const std::string& forbidden) {
    proxy_ = std::make_unique<PickyProxy>(mosquitto_.port(), forbidden);
    for (int i = 0; i < 50; ++i) {
      gateway_.set_bin_silently(fmt::format("ITEM{}", i), "MAIN/A", i + 1);
    }
    make_broker(proxy_->url());
    broker_->start();
  }
  [[nodiscard]] bool failed(const std::string& name) const {
    for (const auto& right : broker_->rights()) {
      if (right.name == name) return right.state == gateway::mqtt::Right::State::kFailed;
    }
    return false;
  }
  [[nodiscard]] bool wait_failed(const std::string& name) const {
    const auto deadline = std::chrono::steady_clock::now() + kHung;
    while (!failed(name) && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return failed(name);
  }
  /// Stock is shown and scans are acked although the right `name` is missing.
  void expect_the_rest_goes_on(const std::string& forbidden, const std::string& name,
                               Probe& dashboard) {
    Probe node(mosquitto_.port(), "node");
    node.subscribe(kBase + "node/scan-01/ack");
    dashboard.subscribe(kBase + "#");
    start(forbidden);
    ASSERT_TRUE(wait_failed(name));
    EXPECT_TRUE(dashboard.wait_newest(kBase + "stock", gateway_.wanted()));
    node.publish(kBase + "node/scan-01/up", up(1, "PROD001", "MAIN", 5));
    EXPECT_TRUE(node.sees(kBase + "node/scan-01/ack", R"("acked":1,)"));
  }

  std::unique_ptr<PickyProxy> proxy_;
};

TEST_F(ForbiddenTest, AcksThatEndTheConnectionAreNamedAndNoScansAreTaken) {
  Probe node(mosquitto_.port(), "node");
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "#");
  start("/ack");
  ASSERT_TRUE(wait_failed("ack"));
  EXPECT_EQ(broker_->left_out(), (std::vector<std::string>{kBase + "node/@gateway/ack"}));
  EXPECT_TRUE(dashboard.wait_newest(kBase + "stock", gateway_.wanted()));
  EXPECT_TRUE(dashboard.sees(kBase + "gateway/state", R"("forbidden":["ack"])"));
  // It is told once the whole round of messages to ourselves was judged.
  const std::string why = broker_->deaf_or_mute();
  EXPECT_NE(why.find("ends the connection on what is published on " + kBase + "node/+/ack"),
            std::string::npos)
      << why;
  node.publish(kBase + "node/scan-01/up", up(1, "PROD001", "MAIN", 5));
  expect_count(&gateway::mqtt::Counts::dropped_mute, 1);
  EXPECT_EQ(gateway_.commands(), 0U);
  EXPECT_EQ(proxy_->hang_ups(), 2);
}

TEST_F(ForbiddenTest, AKindThatEndsTheConnectionIsLeftOutWhole) {
  Probe dashboard(mosquitto_.port(), "dashboard");
  expect_the_rest_goes_on("/event/", "event", dashboard);
  EXPECT_TRUE(dashboard.sees(kBase + "gateway/state", R"("forbidden":["event"])"));
  EXPECT_EQ(proxy_->hang_ups(), 2) << "the event of this scan was not tried";
}

TEST_F(ForbiddenTest, OurOwnStateIsNamedAndEverythingElseGoesOn) {
  Probe dashboard(mosquitto_.port(), "dashboard");
  expect_the_rest_goes_on("/gateway/state", "state", dashboard);
  EXPECT_EQ(broker_->deaf_or_mute(), "");
}

}  // namespace
