// SPDX-License-Identifier: MIT
// Promise: lost, doubled, late and stale messages, and a gateway killed at the
// worst moment, neither lose nor double a movement, and the scanner does not
// chatter. Each test is one scenario of the protocol, on the real core and engine.
#include "sim/scenario.h"
#include "wire/ack.h"

namespace sim {
namespace {

using AckScenario = Scenario;

std::string ack_text(wire::Epoch epoch, wire::Sequence acked, wire::ChainChecksum check,
                     std::int64_t now_ms) {
  wire::Ack ack;
  ack.epoch = epoch;
  ack.acked = acked;
  ack.chain_checksum = check;
  ack.now_ms = now_ms;
  std::array<char, wire::kAckBytesMax> buffer;
  return std::string(*wire::write_ack(ack, buffer));
}

TEST_F(AckScenario, LostAckIsAnsweredAgainAndBooksNothing) {
  wire::Movement unknown = receive("A", 1);
  unknown.sku = *wire::Sku::from("NOWHERE");
  lose_acks(true);
  ASSERT_TRUE(node_.scan(unknown));
  ASSERT_TRUE(world_.run_until([&] { return world_.gateway.acks_sent > 0; }, 30'000));
  const auto first = *world_.gateway.last_ack;
  const auto acks = world_.gateway.acks_sent;
  ASSERT_TRUE(world_.run_until([&] { return world_.gateway.acks_sent > acks; }, 30'000));
  auto again = *world_.gateway.last_ack;
  again.now_ms = first.now_ms;
  EXPECT_EQ(again, first) << "refused list included";
  EXPECT_EQ(tasks().size(), 1U);
  lose_acks(false);
  EXPECT_TRUE(comes_to_rest());
  audit_.check_at_the_end();
}

TEST_F(AckScenario, KillAfterCommitAndBeforePublishBooksOnce) {
  world_.gateway.die_after_commit = true;
  scan(5);
  ASSERT_TRUE(world_.run_until([&] { return !world_.gateway.up(); }, 30'000));
  EXPECT_EQ(world_.gateway.acks_sent, 0U);
  EXPECT_GT(node_.journal().backlog(), 0U);
  world_.gateway.start();
  EXPECT_TRUE(comes_to_rest());
  EXPECT_EQ(booked(), 5U);
  audit_.check_at_the_end();
}

TEST_F(AckScenario, KillBeforeCommitIsSentAgainByTheTimerAndBookedOnce) {
  world_.gateway.die_before_commit = true;
  scan(5);
  ASSERT_TRUE(world_.run_until([&] { return !world_.gateway.up(); }, 30'000));
  world_.gateway.start();
  EXPECT_EQ(booked(), 0U);
  EXPECT_TRUE(comes_to_rest());
  EXPECT_EQ(booked(), 5U);
  audit_.check_at_the_end();
}

TEST_F(AckScenario, AGapIsAnsweredOnceAndOnlyTheTimerGoesBack) {
  ASSERT_TRUE(world_.run_until([&] { return node_.hellos_sent > 0; }, 20'000));
  world_.run_for(1000);
  bool lost = false;
  world_.fate = [&](const Message& message) {
    const bool first = message.up && message.payload.find("\"s\":1,") != std::string::npos;
    if (first && !std::exchange(lost, true)) return std::vector<TimeMs>{};
    return std::vector<TimeMs>{5};
  };
  const auto acks = world_.gateway.acks_sent;
  scan(2);  // the first of them goes alone, the second behind it
  const auto sent = node_.batches_sent;
  world_.run_for(4'000);  // less than the timer
  ASSERT_TRUE(lost);
  EXPECT_EQ(booked(), 0U);
  EXPECT_EQ(world_.gateway.acks_sent, acks + 1) << "one ack for the batch behind the gap";
  EXPECT_EQ(world_.gateway.last_ack->acked, 0U);
  EXPECT_EQ(node_.batches_sent, sent) << "nothing is sent before the timer";
  EXPECT_TRUE(comes_to_rest());
  EXPECT_EQ(booked(), 2U);
  audit_.check_at_the_end();
}

TEST_F(AckScenario, ABatchDoubledFiveTimesCausesNoExtraBatch) {
  ASSERT_TRUE(world_.run_until([&] { return node_.hellos_sent > 0; }, 20'000));
  world_.run_for(1000);
  world_.fate = [](const Message& message) {
    if (!message.up) return std::vector<TimeMs>{5};
    return std::vector<TimeMs>{5, 105, 205, 305, 405};
  };
  const auto acks = world_.gateway.acks_sent;
  const auto batches = node_.batches_sent;
  scan(1);
  world_.run_for(3'000);
  EXPECT_EQ(booked(), 1U);
  EXPECT_LE(world_.gateway.acks_sent, acks + 5);
  EXPECT_EQ(node_.batches_sent, batches + 1);
  audit_.check_at_the_end();
}

TEST_F(AckScenario, AWipedBrokerDelaysAndLosesNothing) {
  scan(3);
  ASSERT_TRUE(comes_to_rest());
  world_.stop_broker();
  scan(40);
  world_.run_for(60'000);
  EXPECT_EQ(node_.journal().backlog(), 40U);
  world_.start_broker(true);
  EXPECT_TRUE(comes_to_rest(70'000)) << "within 70 s of the broker's return";
  EXPECT_EQ(booked(), 43U);
  audit_.check_at_the_end();
}

TEST_F(AckScenario, AStaleRetainedAckLosesNothingAndSetsNoClock) {
  scan(10);
  ASSERT_TRUE(comes_to_rest());
  const auto epoch = node_.journal().epoch();
  const auto check = *node_.journal().check_at(4);
  const auto wall_before =
      node_.uplink().wall_ms(world_.now_ms()) - static_cast<std::int64_t>(world_.now_ms());
  const auto received = world_.gateway.batches_received;
  node_.disconnect();
  world_.retain_ack("n1", ack_text(epoch, 4, check, 1));  // an old one, with an old time
  ASSERT_TRUE(world_.run_until([&] { return world_.gateway.batches_received > received; }, 30'000));
  world_.run_for(10'000);
  EXPECT_EQ(node_.journal().covered(), 10U);
  EXPECT_EQ(booked(), 10U);
  const auto wall_after =
      node_.uplink().wall_ms(world_.now_ms()) - static_cast<std::int64_t>(world_.now_ms());
  EXPECT_NEAR(static_cast<double>(wall_after), static_cast<double>(wall_before), 1000.0);
  audit_.check_at_the_end();
}

TEST_F(AckScenario, ARetainedAckOfAnotherEpochIsIgnored) {
  world_.retain_ack("n1", ack_text(wire::Epoch{0xdeadbeef}, 70, wire::ChainChecksum{1}, 1));
  scan(3);
  const auto connected_at = world_.now_ms();
  ASSERT_TRUE(world_.run_until([&] { return world_.gateway.batches_received > 0; }, 20'000));
  EXPECT_TRUE(node_.journal().notes().empty()) << "it forked";
  EXPECT_LE(world_.now_ms() - connected_at, 4'000U) << "starts after 2 s";
  EXPECT_TRUE(comes_to_rest());
  EXPECT_EQ(booked(), 3U);
  audit_.check_at_the_end();
}

TEST_F(AckScenario, TwentyRefusedAreCountedAndEightAreListed) {
  Node& node = world_.add_node("n2", {.slots = 64, .batch_movements_max = 32});
  node.may_connect = false;
  wire::Movement unknown = receive("A", 1);
  unknown.sku = *wire::Sku::from("NOWHERE");
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(node.scan(unknown));
  node.may_connect = true;
  ASSERT_TRUE(world_.run_until([&] { return node.idle(); }, 60'000));
  EXPECT_EQ(node.batches_sent, 1U);
  EXPECT_EQ(world_.gateway.last_ack->refused_total, 20U);
  EXPECT_EQ(world_.gateway.last_ack->refused_count, 8);
  EXPECT_EQ(node.refused.size(), 8U);
  EXPECT_EQ(node.uplink().refused_unlisted(), 12U) << "12 more refused, see the gateway";
  EXPECT_EQ(tasks().size(), 20U);
}

TEST_F(AckScenario, ACodeThatIsNotTextTravelsAsHexAndIsAcked) {
  wire::Movement movement = receive("A", 1);
  movement.sku = {};
  movement.code = *wire::Code::from("abc\xE9");
  ASSERT_TRUE(node_.scan(movement));
  ASSERT_TRUE(comes_to_rest());
  ASSERT_EQ(tasks().size(), 1U);
  EXPECT_EQ(tasks()[0].movement.code.view(), "abc\xE9");
  EXPECT_EQ(tasks()[0].why, "unknown_code");
}

TEST_F(AckScenario, UndoCompensatesWithdrawsAndRefuses) {
  world_.observer = nullptr;  // the audit's model knows no undo
  wire::Movement unknown = receive("A", 1);
  unknown.sku = *wire::Sku::from("NOWHERE");
  const auto good = node_.scan(receive("A", 7));
  const auto bad = node_.scan(unknown);
  ASSERT_TRUE(good && bad);
  const auto compensates = node_.scan(undo(*good));
  const auto withdraws = node_.scan(undo(*bad));
  const auto again = node_.scan(undo(*good));
  const auto nothing = node_.scan(undo(400));
  ASSERT_TRUE(compensates && withdraws && again && nothing);
  ASSERT_TRUE(comes_to_rest());
  EXPECT_EQ(gateway::find_bin(world_.gateway.store(), "A", kBin)->on_hand, 0);
  EXPECT_EQ(booked(), 2U);
  EXPECT_EQ(tasks()[0].state, gateway::TaskState::kWithdrawn);
  EXPECT_FALSE(node_.refused.contains(*compensates));
  EXPECT_FALSE(node_.refused.contains(*withdraws));
  EXPECT_EQ(node_.refused[*again], wire::Refusal::kNotReversible);
  EXPECT_EQ(node_.refused[*nothing], wire::Refusal::kNotReversible);
  EXPECT_TRUE(gateway::verify(world_.gateway.store(), {}).ok());
}

TEST_F(AckScenario, AHoldAcksNothingAndAfterwardsAllIsBookedOnce) {
  world_.gateway.holding = true;
  scan(30);
  world_.run_for(120'000);
  EXPECT_EQ(world_.gateway.acks_sent, 0U);
  EXPECT_EQ(booked(), 0U);
  world_.gateway.holding = false;
  EXPECT_TRUE(comes_to_rest());
  EXPECT_EQ(booked(), 30U);
  audit_.check_at_the_end();
}

TEST_F(AckScenario, AMessageIdRepeatedAfterACrashIsBookedOnce) {
  const gateway::PlainSupply plain{"inventory_updates", "A", "MAIN", 5, "id-1"};
  EXPECT_EQ(world_.gateway.run(plain).verdict, gateway::Verdict::kDone);
  world_.gateway.kill();  // committed, and the broker never heard so
  world_.gateway.start();
  EXPECT_EQ(world_.gateway.run(plain).verdict, gateway::Verdict::kRepeated);
  EXPECT_EQ(booked(), 1U);
}

}  // namespace
}  // namespace sim
