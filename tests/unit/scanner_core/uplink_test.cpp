// SPDX-License-Identifier: MIT
// Promise: the node's half of the protocol when it sends: at most two batches on
// their way, and only the timer or a new connection sends anything again; hellos
// and the state come when they should.
// Method: an uplink with a recording link and time that the test moves by hand.
#include "scanner/uplink.h"

#include <gtest/gtest.h>

#include "uplink_fixture.h"
#include "wire/up.h"

namespace scanner_test {
namespace {

std::string hex(wire::ChainChecksum check) {
  char text[9];
  std::snprintf(text, sizeof text, "%08x", wire::raw(check));
  return text;
}

TEST_F(UplinkTest, SendsNothingWithoutAConnection) {
  store(3);
  pass(700'000);
  EXPECT_TRUE(link_.messages.empty());
  EXPECT_EQ(uplink_.next_due_ms(), std::nullopt);
}

TEST_F(UplinkTest, SaysInABatchWhatTheJournalHolds) {
  connect_and_wait();
  store(1);
  live_ack(1);
  link_.messages.clear();
  store(1);
  store(1);
  ASSERT_EQ(link_.messages.size(), 2U) << "each goes at once while the window is open";
  EXPECT_EQ(link_.messages[0].qos, scanner::Qos::kAtMostOnce);
  EXPECT_FALSE(link_.messages[0].retained);
  const auto batches = link_.take_batches();
  EXPECT_EQ(batches.at(0).epoch, "9f3c01aa");
  EXPECT_EQ(batches.at(0).first, 2U);
  EXPECT_EQ(batches.at(0).oldest, 1U);
  EXPECT_EQ(batches.at(0).before, hex(*journal_.check_at(1)));
  EXPECT_EQ(batches.at(0).checks, std::vector{hex(*journal_.check_at(2))});
  EXPECT_EQ(batches.at(1).before, hex(*journal_.check_at(2)));
  EXPECT_EQ(batches.at(1).checks, std::vector{hex(*journal_.check_at(3))});
}

TEST_F(UplinkTest, HasAtMostTwoBatchesOnTheirWay) {
  store(20);
  connect_and_wait();
  auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_EQ(batches.at(0).first, 1U);
  EXPECT_EQ(batches.at(1).last(), 2 * kBatch);
  live_ack(kBatch);
  batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U) << "one acked, one more sent";
  EXPECT_EQ(batches.at(0).first, 2 * kBatch + 1);
  live_ack(3 * kBatch);
  EXPECT_EQ(link_.take_batches().size(), 2U);
}

TEST_F(UplinkTest, ASingleMovementPerBatchAlsoFillsTheWindow) {
  connect_and_wait();
  link_.messages.clear();
  for (int i = 0; i < 5; ++i) store(1);
  EXPECT_EQ(link_.take_batches().size(), 2U);
  live_ack(2);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U) << "the rest goes together";
  EXPECT_EQ(batches.at(0).first, 3U);
  EXPECT_EQ(batches.at(0).last(), 5U);
}

TEST_F(UplinkTest, KeepsABatchWithinTheMemoryGiven) {
  std::array<char, wire::kUpBytesMin> small{};
  scanner::Uplink uplink(journal_, link_, random_, listener_, small,
                         {*wire::Topic::from("x/up"), *wire::Topic::from("x/state"), {}, 32});
  uplink.start();
  uplink.on_connected(now_);
  for (std::uint32_t i = 0; i < 20; ++i) {
    auto record = numbered_record(i);
    record.movement.code = *wire::Code::from(std::string(wire::kCodeBytesMax, '\x1d'));
    ASSERT_TRUE(journal_.append(record.movement, record.stamp));
  }
  now_ += 2'000;
  uplink.poll(now_);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_LT(batches.at(0).checks.size(), 20U);
  EXPECT_LE(batches.at(0).json.size(), small.size());
  EXPECT_EQ(batches.at(1).first, batches.at(0).last() + 1);
}

TEST_F(UplinkTest, OnlyTheTimerSendsAgainAndItsIntervalDoubles) {
  store(8);
  connect_and_wait();
  ASSERT_EQ(link_.take_batches().size(), 2U);
  for (const TimeMs expected : {5'000, 10'000, 20'000, 40'000, 60'000, 60'000, 60'000}) {
    const TimeMs waited = pass_until_sent(80'000);
    EXPECT_GE(waited, expected * 8 / 10);
    EXPECT_LE(waited, expected * 12 / 10 + 10);
    auto batches = link_.take_batches();
    std::erase_if(batches, [](const SentBatch& batch) { return batch.is_hello(); });
    ASSERT_EQ(batches.size(), 2U) << "both batches again";
    EXPECT_EQ(batches.at(0).first, 1U);
    EXPECT_EQ(batches.at(1).last(), 8U);
  }
}

TEST_F(UplinkTest, SpreadsItsTimersSoThatScannersDoNotActAsOne) {
  store(1);
  connect_and_wait();
  TimeMs shortest = 1'000'000, longest = 0;
  for (int i = 0; i < 40; ++i) {
    uplink_.on_disconnected();
    connect_and_wait();
    const TimeMs waited = pass_until_sent(10'000);
    shortest = std::min(shortest, waited);
    longest = std::max(longest, waited);
  }
  EXPECT_LT(shortest, 4'600U);
  EXPECT_GT(longest, 5'400U);
}

TEST_F(UplinkTest, AGrowingAckResetsTheInterval) {
  store(8);
  connect_and_wait();
  pass_until_sent(10'000);
  pass_until_sent(20'000);
  live_ack(4);
  const TimeMs waited = pass_until_sent(80'000);
  EXPECT_LE(waited, 6'010U);
  EXPECT_EQ(link_.take_batches().at(0).first, 5U);
}

TEST_F(UplinkTest, ANewConnectionGoesBackAtOnce) {
  store(8);
  connect_and_wait();
  pass_until_sent(10'000);
  pass_until_sent(20'000);
  uplink_.on_disconnected();
  pass(100);
  link_.messages.clear();
  uplink_.on_connected(now_);
  pass(1'990);
  EXPECT_TRUE(link_.take_batches().empty()) << "waits for the retained ack";
  pass(10);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_EQ(batches.at(0).first, 1U);
  EXPECT_LE(pass_until_sent(80'000), 6'010U) << "with a fresh interval";
}

TEST_F(UplinkTest, OffersAgainWhatTheLinkHadNoRoomFor) {
  store(3);
  link_.refuses = true;
  connect_and_wait();
  pass(100);
  link_.refuses = false;
  pass(50);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(batches.at(0).first, 1U);
  EXPECT_EQ(batches.at(0).last(), 3U);
}

TEST_F(UplinkTest, SaysHelloSoonAfterAConnectAndEveryTenMinutes) {
  store(2);
  connect_and_wait();
  live_ack(2);
  uplink_.on_disconnected();
  const TimeMs connected_at = now_;
  uplink_.on_connected(now_);
  pass_until_sent(5'020);
  EXPECT_LE(now_ - connected_at, 5'010U);
  auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_TRUE(batches.at(0).is_hello());
  EXPECT_EQ(batches.at(0).first, 3U) << "one past the last";
  EXPECT_EQ(batches.at(0).before, hex(*journal_.check_at(2)));
  const TimeMs waited = pass_until_sent(700'000);
  EXPECT_NEAR(static_cast<double>(waited), 600'000, 10);
  EXPECT_TRUE(link_.take_batches().at(0).is_hello());
}

TEST_F(UplinkTest, PublishesItsStateRetainedAtConnectAndWithEachHello) {
  uplink_.on_connected(now_);
  ASSERT_EQ(link_.messages.size(), 1U);
  EXPECT_EQ(link_.messages[0].topic, "p/s/node/n/state");
  EXPECT_TRUE(link_.messages[0].retained);
  EXPECT_EQ(link_.messages[0].qos, scanner::Qos::kAtLeastOnce);
  EXPECT_NE(link_.messages[0].payload.find(R"("online":true)"), std::string::npos);
  pass_until_sent(5'020);
  ASSERT_EQ(link_.messages.size(), 2U);
  EXPECT_EQ(link_.messages[0].topic, "p/s/node/n/state");
}

TEST_F(UplinkTest, RepublishesItsStateEvenWhenBusy) {
  store(1);
  connect_and_wait();
  pass(5'010);
  int states = 0;
  for (const auto& message : link_.messages) states += message.topic.ends_with("/state");
  EXPECT_EQ(states, 1) << "a late Last Will of the connection before must not stay";
  for (const auto& batch : link_.take_batches()) EXPECT_FALSE(batch.is_hello());
}

TEST_F(UplinkTest, TellsTheAgeOfWhatWasScannedSinceTheStartOnly) {
  store(1);
  now_ += 3'000;
  uplink_.start();  // as after a reboot: 1 is of another life
  store(1);
  now_ += 500;
  uplink_.on_connected(now_);
  pass(2'000);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  const std::string& json = batches.at(0).json;
  EXPECT_EQ(json.find(R"("age_ms":)"), json.rfind(R"("age_ms":)")) << "one of the two: " << json;
  EXPECT_NE(json.find(R"("age_ms":2500)"), std::string::npos) << json;
}

TEST_F(UplinkTest, SendsACodeThatIsNotTextAsHex) {
  auto record = numbered_record(1);
  record.movement.code = *wire::Code::from("caf\xE9");
  ASSERT_TRUE(journal_.append(record.movement, record.stamp));
  connect_and_wait();
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_NE(batches.at(0).json.find(R"("hex":"636166e9")"), std::string::npos)
      << batches.at(0).json;
}

TEST_F(UplinkTest, NeedsNoPollingBetweenItsDueTimes) {
  store(20);
  uplink_.on_connected(now_);
  std::uint32_t polls = 0;
  for (; journal_.backlog() > 0 && polls < 1'000; ++polls) {
    ASSERT_TRUE(uplink_.next_due_ms());
    now_ = std::max(now_, *uplink_.next_due_ms());
    uplink_.poll(now_);
    const auto batches = link_.take_batches();
    // Every third message arrives, and its ack too.
    for (std::size_t i = 0; i < batches.size(); ++i) {
      const bool in_order = batches[i].first <= journal_.covered() + 1;
      if ((polls + i) % 3 == 0 && in_order && !batches[i].is_hello()) {
        live_ack(static_cast<wire::Sequence>(batches[i].last()));
      }
    }
  }
  EXPECT_EQ(journal_.backlog(), 0U);
  EXPECT_LT(polls, 100U) << "each due time must bring something";
}

}  // namespace
}  // namespace scanner_test
