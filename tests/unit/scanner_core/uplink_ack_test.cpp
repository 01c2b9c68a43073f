// SPDX-License-Identifier: MIT
// Promise: the node's half of the protocol when acks come: what they raise, what
// only a live one may lower, and what no ack can make the node do. Acks may be
// lost, repeated, retained and old, of another journal, or of a restored gateway.
// Method: acks made by hand for an uplink with a recording link.
#include <gtest/gtest.h>

#include "scanner/uplink.h"
#include "uplink_fixture.h"

namespace scanner_test {
namespace {

using States = std::vector<ScanState>;

TEST_F(UplinkTest, ShowsEachMovementStoredThenSentThenSafe) {
  connect_and_wait();
  store(2);
  live_ack(2);
  EXPECT_EQ(journal_.covered(), 2U);
  for (wire::Sequence seq = 1; seq <= 2; ++seq) {
    EXPECT_EQ(listener_.states[seq], (States{ScanState::kSent, ScanState::kSafe}));
  }
}

TEST_F(UplinkTest, AnAckThatSaysNothingNewSendsNothing) {
  store(8);
  connect_and_wait();
  link_.take_batches();
  for (int i = 0; i < 5; ++i) live_ack(0);
  EXPECT_TRUE(link_.take_batches().empty()) << "the first batch was lost: only the timer may act";
  live_ack(4);
  link_.take_batches();
  for (int i = 0; i < 5; ++i) live_ack(4);
  EXPECT_TRUE(link_.take_batches().empty());
  EXPECT_EQ(journal_.covered(), 4U);
}

TEST_F(UplinkTest, ALateAckSavesSendingAgain) {
  store(6);
  connect_and_wait();
  link_.take_batches();
  link_.refuses = true;  // the timer goes back, and nothing gets out
  pass(7'000);
  live_ack(4);
  link_.refuses = false;
  pass(50);
  EXPECT_EQ(link_.take_batches().at(0).first, 5U);
}

TEST_F(UplinkTest, RepeatedAcksDoNotHoldTheTimerBack) {
  store(4);
  connect_and_wait();
  link_.take_batches();
  TimeMs waited = 0;
  while (waited < 7'000 && link_.take_batches().empty()) {
    pass(100);
    live_ack(0);
    waited += 100;
  }
  EXPECT_LE(waited, 6'100U);
}

TEST_F(UplinkTest, ARetainedAckOfThisEpochEndsTheWaitAndSavesSendingAgain) {
  store(6);
  uplink_.on_connected(now_);
  pass(300);
  link_.messages.clear();
  retained_ack(4);
  EXPECT_EQ(journal_.covered(), 4U);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(batches.at(0).first, 5U);
}

TEST_F(UplinkTest, AStaleRetainedAckLosesNothing) {
  store(6);
  connect_and_wait();
  live_ack(6);
  uplink_.on_disconnected();
  link_.messages.clear();
  uplink_.on_connected(now_);
  retained_ack(2);
  EXPECT_EQ(journal_.covered(), 6U);
  pass(10'000);
  for (const auto& batch : link_.take_batches()) EXPECT_GE(batch.first, 7U) << batch.json;
}

TEST_F(UplinkTest, ARetainedAckOlderThanAnythingKeptIsIgnored) {
  store(40);
  journal_.cover(40);
  ASSERT_GT(journal_.first(), 2U);
  uplink_.on_connected(now_);
  wire::Ack ack = ack_of(40);
  ack.acked = 1;
  ack.chain_checksum = wire::ChainChecksum{77};
  uplink_.on_ack(ack, true, now_);
  EXPECT_EQ(journal_.covered(), 40U);
  EXPECT_EQ(journal_.epoch(), kEpoch);
}

TEST_F(UplinkTest, AnAckOfAnotherEpochIsIgnoredAndSendingStartsAfterTwoSeconds) {
  store(2);
  uplink_.on_connected(now_);
  wire::Ack ack = ack_of(2);
  ack.epoch = wire::Epoch{1};
  uplink_.on_ack(ack, true, now_);
  link_.messages.clear();
  EXPECT_EQ(journal_.covered(), 0U);
  pass(1'990);
  EXPECT_TRUE(link_.take_batches().empty());
  pass(10);
  EXPECT_EQ(link_.take_batches().size(), 1U);
}

TEST_F(UplinkTest, GivesARestoredGatewayBackWhatItLostByTheTimer) {
  store(10);
  connect_and_wait();
  live_ack(8);
  live_ack(10);
  link_.take_batches();
  live_ack(3);
  EXPECT_EQ(journal_.covered(), 3U);
  EXPECT_TRUE(link_.take_batches().empty()) << "an ack never sends anything again";
  EXPECT_EQ(listener_.states[4].back(), ScanState::kStored) << "not safe any more";
  EXPECT_LE(pass_until_sent(10'000), 6'010U);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_EQ(batches.at(0).first, 4U);
  live_ack(10);
  EXPECT_EQ(listener_.states[4].back(), ScanState::kSafe);
}

TEST_F(UplinkTest, ANewScanDoesNotOvertakeWhatARestoredGatewayLost) {
  store(10);
  connect_and_wait();
  live_ack(8);
  live_ack(10);
  live_ack(3);
  link_.take_batches();
  store(1);
  EXPECT_TRUE(link_.take_batches().empty());
  pass_until_sent(10'000);
  EXPECT_EQ(link_.take_batches().at(0).first, 4U);
}

TEST_F(UplinkTest, SendsFromTheOldestKeptToAGatewayThatLostMore) {
  store(40);
  journal_.cover(40);  // keeps 16: 25 .. 40
  ASSERT_EQ(journal_.first(), 25U);
  connect_and_wait();
  wire::Ack ack = ack_of(40);
  ack.acked = 7;
  ack.chain_checksum = wire::ChainChecksum{77};
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(journal_.epoch(), kEpoch);
  EXPECT_EQ(journal_.covered(), 24U);
  pass_until_sent(10'000);
  const auto batches = link_.take_batches();
  EXPECT_EQ(batches.at(0).first, 25U);
  EXPECT_EQ(batches.at(0).oldest, 25U) << "so the gateway knows that the rest is gone";
}

TEST_F(UplinkTest, AHelloFindsARestoredGatewayWithoutAScan) {
  store(6);
  connect_and_wait();
  live_ack(6);
  pass(10'000);
  link_.take_batches();
  pass_until_sent(700'000);
  ASSERT_TRUE(link_.take_batches().at(0).is_hello());
  live_ack(2);
  pass_until_sent(10'000);
  EXPECT_EQ(link_.take_batches().at(0).first, 3U);
}

TEST_F(UplinkTest, TakesTheClockOnlyFromALiveAckThatAnswersThisConnection) {
  store(3);
  wire::Ack ack = ack_of(1);
  ack.now_ms = 1'790'000'000'000;
  EXPECT_EQ(uplink_.wall_ms(now_), 0);
  uplink_.on_connected(now_);
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.wall_ms(now_), 0) << "nothing was asked yet: an answer to an older connection";
  pass(2'000);
  ack = ack_of(2);
  ack.now_ms = 1'790'000'000'000;
  uplink_.on_ack(ack, true, now_);
  EXPECT_EQ(uplink_.wall_ms(now_), 0) << "a retained ack has any age";
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.wall_ms(now_ + 5), 1'790'000'000'005);
  ack.now_ms = 0;
  uplink_.on_ack(ack, false, now_ + 10);
  EXPECT_EQ(uplink_.wall_ms(now_ + 10), 1'790'000'000'010) << "a gateway without a clock";
  uplink_.on_disconnected();
  uplink_.on_connected(now_);
  ack.now_ms = 1'700'000'000'000;
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.wall_ms(now_), 1'790'000'000'000) << "nothing was asked on the new connection";
}

TEST_F(UplinkTest, UsesTheClockOfItsPortUntilTheGatewayStatesTheTime) {
  uplink_.set_clock(1'780'000'000'000, now_);
  EXPECT_EQ(uplink_.wall_ms(now_ + 7), 1'780'000'000'007);
  uplink_.set_clock(1'700'000'000'000, now_);
  EXPECT_EQ(uplink_.wall_ms(now_), 1'780'000'000'000) << "the first one counts";
  store(2);
  connect_and_wait();
  wire::Ack ack = ack_of(2);
  ack.now_ms = 1'790'000'000'000;
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.wall_ms(now_), 1'790'000'000'000);
  uplink_.set_clock(1'780'000'000'000, now_);
  EXPECT_EQ(uplink_.wall_ms(now_), 1'790'000'000'000) << "the gateway's goes before";
}

TEST_F(UplinkTest, IsConfirmedByTheGatewayAndNotByWhatTheBrokerKept) {
  store(2);
  connect_and_wait();
  retained_ack(2);
  EXPECT_FALSE(uplink_.confirmed());
  live_ack(2);
  EXPECT_TRUE(uplink_.confirmed());
  wire::Ack other = ack_of(2);
  other.chain_checksum = wire::ChainChecksum{0xdead};
  uplink_.on_ack(other, false, now_);
  EXPECT_FALSE(uplink_.confirmed()) << "nobody has acked the new epoch";
}

TEST_F(UplinkTest, ShowsWhatWasRefusedAndHowManyMore) {
  store(24);
  connect_and_wait();
  live_ack(4);
  wire::Ack ack = ack_of(8);
  ack.refused_total = 1;
  ack.refused_count = 1;
  ack.refused[0] = {6, wire::Refusal::kUnknownCode};
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(listener_.states[5].back(), ScanState::kSafe);
  EXPECT_EQ(listener_.states[6].back(), ScanState::kRefused);
  EXPECT_EQ(listener_.refusals[6], wire::Refusal::kUnknownCode);
  EXPECT_EQ(uplink_.refused_unlisted(), 0U);

  ack = ack_of(24);  // all sixteen refused, eight of them listed
  ack.refused_total = 17;
  ack.refused_count = wire::kAckListMax;
  for (std::uint32_t i = 0; i < wire::kAckListMax; ++i) {
    ack.refused[i] = {17 + i, wire::Refusal::kBadCode};
  }
  uplink_.on_ack(ack, false, now_);
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.refused_total(), 17U);
  EXPECT_EQ(uplink_.refused_unlisted(), 8U);
  EXPECT_EQ(journal_.backlog(), 0U) << "refused is safe too: a person will look at it";
}

TEST_F(UplinkTest, ShowsWhatIsQuestionedAndHowManyMore) {
  store(24);
  connect_and_wait();
  live_ack(4);
  wire::Ack ack = ack_of(8);
  ack.refused_total = 1;
  ack.refused_count = 1;
  ack.refused[0] = {6, wire::Refusal::kUnknownCode};
  ack.doubt_total = 1;
  ack.doubt_count = 1;
  ack.doubt[0] = {7, wire::Doubt::kMoreThanOrdered};
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(listener_.states[5].back(), ScanState::kSafe);
  EXPECT_EQ(listener_.states[6].back(), ScanState::kRefused);
  EXPECT_EQ(listener_.states[7].back(), ScanState::kQuestioned) << "neither green nor red";
  EXPECT_EQ(listener_.doubts[7], wire::Doubt::kMoreThanOrdered);
  EXPECT_EQ(uplink_.questioned_unlisted(), 0U);

  ack = ack_of(24);  // all sixteen questioned, eight of them listed
  ack.refused_total = 1;
  ack.doubt_total = 17;
  ack.doubt_count = wire::kAckListMax;
  for (std::uint32_t i = 0; i < wire::kAckListMax; ++i) {
    ack.doubt[i] = {17 + i, wire::Doubt::kNotOnOrder};
  }
  uplink_.on_ack(ack, false, now_);
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.questioned_total(), 17U);
  EXPECT_EQ(uplink_.questioned_unlisted(), 8U);
  EXPECT_EQ(uplink_.refused_unlisted(), 0U);
  EXPECT_EQ(journal_.backlog(), 0U) << "it is booked, and leaves the journal";
}

TEST_F(UplinkTest, WhatIsQuestionedIsTakenBackByAGatewayThatLostIt) {
  store(4);
  connect_and_wait();
  wire::Ack ack = ack_of(4);
  ack.doubt_total = 1;
  ack.doubt_count = 1;
  ack.doubt[0] = {3, wire::Doubt::kNotOnOrder};
  uplink_.on_ack(ack, false, now_);
  live_ack(2);
  EXPECT_EQ(listener_.states[3].back(), ScanState::kStored);
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(listener_.states[3].back(), ScanState::kQuestioned);
}

TEST_F(UplinkTest, TwentyRefusedAreEightListedAndTwelveMore) {
  store(20);
  connect_and_wait();
  wire::Ack ack = ack_of(20);
  ack.refused_total = 20;
  ack.refused_count = wire::kAckListMax;
  for (std::uint32_t i = 0; i < wire::kAckListMax; ++i) {
    ack.refused[i] = {13 + i, wire::Refusal::kUnknownCode};
  }
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.refused_unlisted(), 12U);
}

TEST_F(UplinkTest, StopsAtAFailedJournalAndGoesOnWhenItIsMounted) {
  store(2);
  sectors_.fail_reads_of(3);
  connect_and_wait();
  EXPECT_TRUE(link_.take_batches().empty());
  EXPECT_FALSE(journal_.usable());
  live_ack(0);
  sectors_.fail_reads_of(std::nullopt);
  ASSERT_EQ(journal_.mount(), wire::Status::kOk);
  uplink_.on_journal_mounted();
  pass(10);
  EXPECT_EQ(link_.take_batches().size(), 1U);
}

}  // namespace
}  // namespace scanner_test
