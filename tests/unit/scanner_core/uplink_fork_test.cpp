// SPDX-License-Identifier: MIT
// Promise: a scanner whose history is not the gateway's goes on in a new epoch and is never mute;
// one whose name is retired, or that is held, says only hello until that ends; and a movement that
// the gateway cannot take does not hold up those behind it.
// Method: acks made by hand for an uplink with a recording link.
#include <gtest/gtest.h>

#include "scanner/uplink.h"
#include "uplink_fixture.h"

namespace scanner_test {
namespace {

class UplinkForkTest : public UplinkTest {
 protected:
  wire::Ack other_history(wire::Sequence acked) {
    wire::Ack ack = ack_of(acked);
    ack.chain_checksum = wire::ChainChecksum{wire::raw(ack.chain_checksum) ^ 1U};
    return ack;
  }
  /// Batches with movements, without hellos.
  std::vector<SentBatch> take_scans() {
    auto batches = link_.take_batches();
    std::erase_if(batches, [](const SentBatch& batch) { return batch.is_hello(); });
    return batches;
  }
  /// The rest of the journal is sent and acked, batch by batch.
  void expect_that_all_is_sent() {
    for (int i = 0; i < 20 && journal_.backlog() > 0; ++i) {
      const auto batches = take_scans();
      if (!batches.empty()) live_ack(static_cast<wire::Sequence>(batches.back().last()));
      pass(3'000);
    }
    EXPECT_EQ(journal_.backlog(), 0U);
  }
};

TEST_F(UplinkForkTest, GoesOnInANewEpochWhereAnotherHistoryHasItsName) {
  for (const bool retained : {false, true}) {
    const wire::Epoch before = journal_.epoch();
    store(4);
    uplink_.on_connected(now_);
    if (!retained) pass(2'000);
    link_.messages.clear();
    const wire::Sequence last = journal_.last();
    uplink_.on_ack(other_history(last - 1), retained, now_);
    EXPECT_NE(journal_.epoch(), before);
    const auto batches = take_scans();
    ASSERT_FALSE(batches.empty()) << "at once";
    EXPECT_EQ(batches.at(0).first, 1U);
    EXPECT_NE(batches.at(0).json.find(R"("was":[{"e":"9f3c01aa","s":1,)"), std::string::npos)
        << batches.at(0).json;
    EXPECT_EQ(listener_.forks.back(), std::pair(journal_.epoch(), wire::Sequence{1}));
    pass(10);
    live_ack(2 * kBatch < last ? 2 * kBatch : last);
    expect_that_all_is_sent();
    uplink_.on_disconnected();
    pass(30'000);
  }
  EXPECT_EQ(uplink_.forks_by_history(), 2U);
}

TEST_F(UplinkForkTest, KnowsAnotherDeviceByAnAckBeyondItsOwnHistory) {
  store(4);
  connect_and_wait();
  live_ack(5);
  EXPECT_NE(journal_.epoch(), kEpoch);
  EXPECT_EQ(journal_.last(), 4U);
  expect_that_all_is_sent();
}

TEST_F(UplinkForkTest, ForksOnceForAnAckThatComesAgain) {
  store(4);
  connect_and_wait();
  const wire::Ack other = other_history(3);
  uplink_.on_ack(other, false, now_);
  const wire::Epoch epoch = journal_.epoch();
  for (int i = 0; i < 3; ++i) uplink_.on_ack(other, i == 0, now_);
  EXPECT_EQ(journal_.epoch(), epoch);
}

TEST_F(UplinkForkTest, DoesNotWearItsStorageOutForAGatewayThatIsNeverContent) {
  store(4);
  connect_and_wait();
  const std::uint32_t writes = sectors_.writes();
  for (const TimeMs end = now_ + 300'000; now_ < end; pass(100)) {
    uplink_.on_ack(other_history(3), false, now_);
  }
  EXPECT_GE(sectors_.writes(), writes + 20) << "but it does not give up";
  EXPECT_LE(sectors_.writes(), writes + 22);
}

TEST_F(UplinkForkTest, EveryMessageOfTheEpochSaysWhereItsMovementsWere) {
  store(10);
  connect_and_wait();
  live_ack(8);
  uplink_.on_ack(other_history(10), false, now_);
  expect_that_all_is_sent();
  uplink_.on_disconnected();
  uplink_.on_connected(now_);
  pass(8'000);
  store(1);
  const auto batches = link_.take_batches();
  ASSERT_GE(batches.size(), 2U);
  EXPECT_TRUE(batches.front().is_hello());
  for (const auto& batch : batches) {
    EXPECT_NE(batch.json.find(R"("was":[)"), std::string::npos) << batch.json;
  }
}

TEST_F(UplinkForkTest, NamesTheScannerWhoseJournalItWas) {
  ASSERT_EQ(journal_.format(wire::Epoch{5}, *wire::NodeName::from("dock-1")), wire::Status::kOk);
  store(2);
  ASSERT_EQ(journal_.fork_to(wire::Epoch{6}, *wire::NodeName::from("n")), wire::Status::kOk);
  uplink_.start();
  connect_and_wait();
  const auto batches = take_scans();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_NE(batches.at(0).json.find(R"("was":[{"node":"dock-1","e":"00000005","s":1,"n":2,)"),
            std::string::npos)
      << batches.at(0).json;
}

TEST_F(UplinkForkTest, AnOwnerCountsOnlyWhereTheAckIsLive) {
  store(3);
  uplink_.on_connected(now_);
  wire::Ack ack = ack_of(0);
  ack.owner = *wire::NodeName::from("dock-1");
  uplink_.on_ack(ack, true, now_);
  EXPECT_EQ(journal_.epoch(), kEpoch);
  EXPECT_EQ(take_scans().size(), 1U) << "and ends the wait for the retained ack";
  uplink_.on_ack(ack, false, now_);
  EXPECT_NE(journal_.epoch(), kEpoch);
  EXPECT_EQ(uplink_.forks_by_owner(), 1U);
  expect_that_all_is_sent();
}

TEST_F(UplinkForkTest, KeepsAgesAndCountsRefusalsAnew) {
  store(4);
  connect_and_wait();
  wire::Ack ack = ack_of(4);
  ack.refused_total = 3;
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.refused_total(), 3U);
  uplink_.on_ack(other_history(4), false, now_);
  EXPECT_EQ(uplink_.refused_total(), 0U) << "of this epoch";
  const auto batches = take_scans();
  ASSERT_FALSE(batches.empty());
  EXPECT_NE(batches.at(0).json.find(R"("age_ms":)"), std::string::npos);
}

TEST_F(UplinkForkTest, OfARetiredNameOnlySaysHelloUntilTheRetirementEnds) {
  store(3);
  connect_and_wait();
  wire::Ack ack = ack_of(0);
  ack.renamed = *wire::NodeName::from("hall-2");
  uplink_.on_ack(ack, true, now_);
  EXPECT_EQ(uplink_.pause(), scanner::Pause::kNone) << "a retained one may be old";
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.pause(), scanner::Pause::kRenamed);
  EXPECT_EQ(uplink_.renamed_to().view(), "hall-2");
  link_.messages.clear();
  store(2);
  EXPECT_EQ(journal_.last(), 5U) << "scans are stored as before";
  pass(1'300'000);
  uplink_.on_disconnected();
  connect_and_wait();
  pass(5'010);
  const auto sent = link_.take_batches();
  EXPECT_GE(sent.size(), 1U);
  for (const auto& batch : sent) EXPECT_TRUE(batch.is_hello()) << batch.json;
  EXPECT_EQ(journal_.epoch(), kEpoch);
  live_ack(0);
  EXPECT_EQ(uplink_.pause(), scanner::Pause::kNone);
  expect_that_all_is_sent();
}

TEST_F(UplinkForkTest, WhereItIsHeldAsksEveryMinuteAndSendsNothing) {
  store(3);
  connect_and_wait();
  wire::Ack ack = ack_of(0);
  ack.held = true;
  uplink_.on_ack(ack, false, now_);
  EXPECT_EQ(uplink_.pause(), scanner::Pause::kHeld);
  link_.messages.clear();
  pass(600'000);
  const auto sent = link_.take_batches();
  EXPECT_GE(sent.size(), 8U);
  EXPECT_LE(sent.size(), 13U);
  for (const auto& batch : sent) EXPECT_TRUE(batch.is_hello()) << batch.json;
  live_ack(0);
  expect_that_all_is_sent();
}

/// Resends of the batch at the head; the gateway answers everything but that.
class Poison : public UplinkForkTest {
 protected:
  void attempt(int times) {
    for (int i = 0; i < times; ++i) {
      pass_until_sent(80'000);
      live_ack(0);
    }
    sent_ = link_.take_batches();
    std::erase_if(sent_, [](const SentBatch& batch) { return batch.is_hello(); });
  }
  std::vector<SentBatch> sent_;
};

TEST_F(Poison, GoesAloneAfterEightAttemptsAndAsItsBytesAfterSixteen) {
  store(8);
  connect_and_wait();
  live_ack(0);
  attempt(7);
  ASSERT_EQ(sent_.size(), 2U);
  EXPECT_EQ(sent_.at(0).checks.size(), kBatch);
  attempt(1);
  ASSERT_EQ(sent_.size(), 1U) << "alone";
  EXPECT_EQ(sent_.at(0).checks.size(), 1U);
  attempt(7);
  EXPECT_EQ(sent_.at(0).json.find(R"("op":"raw")"), std::string::npos) << sent_.at(0).json;
  attempt(1);
  ASSERT_EQ(sent_.size(), 1U);
  scanner::RecordBytes bytes{};
  const auto entry = *journal_.read(1);
  std::string hex;
  for (const std::byte byte : encode_record(entry.movement, entry.stamp, bytes)) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", std::to_integer<unsigned>(byte));
    hex += digits;
  }
  EXPECT_NE(sent_.at(0).json.find(R"({"op":"raw","hex":")" + hex + R"(","k":")"), std::string::npos)
      << sent_.at(0).json;
  EXPECT_EQ(sent_.at(0).first, 1U);
  link_.messages.clear();
  live_ack(1);
  const auto batches = take_scans();
  ASSERT_FALSE(batches.empty());
  EXPECT_EQ(batches.at(0).checks.size(), kBatch) << "those behind it go as usual";
  EXPECT_EQ(batches.at(0).json.find(R"("op":"raw")"), std::string::npos);
}

TEST_F(Poison, IsNotSuspectedWhileTheGatewayIsAway) {
  store(8);
  connect_and_wait();
  for (int i = 0; i < 40; ++i) pass_until_sent(80'000);
  auto batches = link_.take_batches();
  std::erase_if(batches, [](const SentBatch& batch) { return batch.is_hello(); });
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_EQ(batches.at(0).checks.size(), kBatch);
}

TEST_F(Poison, AsksWithAHelloWhetherAnybodyAnswers) {
  store(2);
  connect_and_wait();
  pass_until_sent(80'000);
  pass_until_sent(80'000);
  const auto batches = link_.take_batches();
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_EQ(batches.at(0).first, 1U);
  EXPECT_TRUE(batches.at(1).is_hello());
}

}  // namespace
}  // namespace scanner_test
