// SPDX-License-Identifier: MIT
// Promise: a broker that vanishes, hangs or moves costs nothing but time: the
// writer never waits for it, the newest value comes through afterwards, and the
// gateway survives any number of deaths.
// How: a real Mosquitto, killed and frozen at bad moments.

#include "broker_fixture.h"

namespace {

using std::chrono::steady_clock;
using OutageTest = BrokerTest;

TEST_F(OutageTest, ConnectsAgainSoonAfterTheBrokerReturns) {
  start_broker();
  for (int round = 0; round < 2; ++round) {
    mosquitto_.kill();
    mosquitto_.start();
    const auto since = steady_clock::now();
    Probe dashboard(mosquitto_.port(), "dashboard");
    dashboard.subscribe(kBase + "gateway/state");
    ASSERT_TRUE(dashboard.sees(kBase + "gateway/state", R"("online":true)"));
    const std::chrono::duration<double> took = steady_clock::now() - since;
    std::cout << "connected " << took.count() << " s after the return\n";
    if (judges_times()) {
      // Generous: the promise is one to two.
      EXPECT_LT(took.count(), 5.0);
    }
  }
}

TEST_F(OutageTest, TheWriterNeverWaitsForAFrozenBroker) {
  Probe node(mosquitto_.port(), "node");
  node.subscribe(kBase + "node/scan-01/ack");
  start_broker();
  mosquitto_.freeze();
  constexpr int kChanges = 5'000;
  auto slowest = steady_clock::duration::zero();
  for (int i = 1; i <= kChanges; ++i) {
    const auto before = steady_clock::now();
    gateway_.set_bin(fmt::format("SKU{}", i % 100), "MAIN", i);
    slowest = std::max(slowest, steady_clock::now() - before);
  }
  std::cout << "slowest hand-over "
            << std::chrono::duration_cast<std::chrono::microseconds>(slowest).count() << " us\n";
  // That they all came back is the proof; a wait for the broker would have had no end.
  if (judges_times()) {
    EXPECT_LT(slowest, std::chrono::seconds(1));
  }
  mosquitto_.thaw();
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "stock/#");
  EXPECT_TRUE(dashboard.wait_newest(kBase + "stock", gateway_.wanted()));
  // Only newest values travelled.
  EXPECT_LT(broker_->counts().retained, kChanges / 10U);
}

TEST_F(OutageTest, NeverShowsAnOlderValueAfterANewerOne) {
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "stock/#");
  start_broker();
  constexpr int kChanges = 5'000;
  for (int i = 1; i <= kChanges; ++i) gateway_.set_bin("PROD001", "MAIN", i);
  long last = 0;
  std::string shown;
  int repeats = 0;
  while (last < kChanges) {
    const auto message = dashboard.next(kBase + "stock");
    ASSERT_TRUE(message) << "last was " << last;
    const std::size_t at = message->payload.find(R"("on_hand":)");
    ASSERT_NE(at, std::string::npos);
    const long value = std::stol(message->payload.substr(at + 10));
    EXPECT_GE(value, last);
    if (message->payload == shown) ++repeats;
    EXPECT_TRUE(value > last || message->payload == shown);
    last = value;
    shown = message->payload;
  }
  // What was read from the store while it connected may come as a change once more.
  EXPECT_LE(repeats, 1);
}

TEST_F(OutageTest, StopsInTimeThoughTheBrokerIsFrozen) {
  start_broker();
  mosquitto_.freeze();
  gateway_.set_bin("PROD001", "MAIN", 1);
  const auto since = steady_clock::now();
  broker_->stop();
  if (judges_times()) {
    EXPECT_LT(steady_clock::now() - since, std::chrono::seconds(8));
  }
  mosquitto_.thaw();
}

TEST_F(OutageTest, StopsInTimeThoughThereIsNoBroker) {
  make_broker();
  mosquitto_.kill();
  broker_->start();
  const auto since = steady_clock::now();
  broker_->stop();
  if (judges_times()) {
    EXPECT_LT(steady_clock::now() - since, std::chrono::seconds(8));
  }
}

TEST_F(OutageTest, PublishesWhatWaitsBeforeItGoes) {
  Probe dashboard(mosquitto_.port(), "dashboard");
  dashboard.subscribe(kBase + "stock/#");
  start_broker();
  // Seen once the broker's memory has been set right; before that, changes wait for
  // the next connection.
  gateway_.set_bin("FIRST", "MAIN", 1);
  ASSERT_TRUE(dashboard.sees(kBase + "stock/FIRST/MAIN", R"("on_hand":1)"));
  for (int i = 0; i < 300; ++i) gateway_.set_bin(fmt::format("SKU{}", i), "MAIN", 1);
  broker_->stop();
  EXPECT_EQ(retained_stock(), gateway_.wanted());
  const auto state = retained_at(mosquitto_.port(), kBase + "gateway/state");
  ASSERT_EQ(state.size(), 1U);
  EXPECT_NE(state.begin()->second.find(R"("online":false)"), std::string::npos);
}

TEST_F(OutageTest, TriesTheNextBrokerWhenOneIsDown) {
  Mosquitto second;
  Mosquitto never_started;
  second.start();
  mosquitto_.kill();
  make_broker(never_started.url() + "," + mosquitto_.url() + "," + second.url());
  Probe dashboard(second.port(), "dashboard");
  dashboard.subscribe(kBase + "#");
  gateway_.set_bin("PROD001", "MAIN", 1);
  broker_->start();
  ASSERT_TRUE(dashboard.wait_newest(kBase + "stock", gateway_.wanted()));
  // And the other way round.
  mosquitto_.start();
  Probe other(mosquitto_.port(), "other");
  other.subscribe(kBase + "#");
  second.kill();
  EXPECT_TRUE(other.wait_newest(kBase + "stock", gateway_.wanted()));
}

// The library frees a message twice when a QoS 1 write meets a dead socket; the
// connection must be left behind then, not destroyed.
TEST_F(OutageTest, SurvivesABrokerThatDiesAgainAndAgainUnderLoad) {
  start_broker();
  constexpr int kDeaths = 6;
  int value = 0;
  for (int death = 0; death < kDeaths; ++death) {
    const auto connections = broker_->counts().connections;
    const auto published = broker_->counts().retained;
    // In the middle of a stream of QoS 1 messages, at another place each time.
    const std::uint64_t wanted = published + 200 + static_cast<std::uint64_t>(death) * 37;
    while (broker_->counts().retained < wanted) {
      gateway_.set_bin(fmt::format("SKU{}", value % 64), "MAIN", value + 1);
      ++value;
    }
    mosquitto_.kill();
    for (int i = 0; i < 500; ++i, ++value) {
      gateway_.set_bin(fmt::format("SKU{}", value % 64), "MAIN", value + 1);
    }
    mosquitto_.start();
    Probe dashboard(mosquitto_.port(), "dashboard");
    dashboard.subscribe(kBase + "stock/#");
    ASSERT_TRUE(dashboard.wait_newest(kBase + "stock", gateway_.wanted())) << death;
    EXPECT_GT(broker_->counts().connections, connections);
  }
}

}  // namespace
