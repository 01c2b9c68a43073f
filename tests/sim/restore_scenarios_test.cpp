// SPDX-License-Identifier: MIT
// Promise: power cuts at the scanner, a gateway restored from a backup, and a
// factory reset lose nothing that anybody still holds, and what nobody holds is
// named. Each test is one scenario of the protocol, on the real core and engine.
#include "sim/scenario.h"

namespace sim {
namespace {

using RestoreScenario = Scenario;

TEST_F(RestoreScenario, WhatTheNodeKeptIsBookedAgainWithoutAnIncident) {
  scan(20);
  ASSERT_TRUE(comes_to_rest());
  const auto backup = world_.gateway.backup();
  scan(100);
  ASSERT_TRUE(comes_to_rest());
  EXPECT_EQ(booked(), 120U);
  world_.gateway.restore(backup);
  audit_.note_restore();
  EXPECT_EQ(booked(), 20U);
  scan(1);  // makes it speak: the answer says that the gateway has less
  ASSERT_TRUE(world_.run_until([&] { return booked() == 121U; }, 120'000));
  EXPECT_TRUE(comes_to_rest());
  EXPECT_TRUE(incidents().empty());
  audit_.check_at_the_end();
}

TEST_F(RestoreScenario, WhatTheNodeNoLongerHoldsIsNamedOnceAndWorkGoesOn) {
  Node& small = world_.add_node("n2", {.slots = 64, .kept_covered_max = 40});
  const auto rest = [&] { return small.idle(); };
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(small.scan(receive("A", 1)));
  ASSERT_TRUE(world_.run_until(rest, 60'000));
  const auto backup = world_.gateway.backup();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(small.scan(receive("A", 1)));
    ASSERT_TRUE(world_.run_until(rest, 60'000));
  }
  world_.gateway.restore(backup);
  audit_.note_restore();
  ASSERT_TRUE(small.scan(receive("A", 1)));
  ASSERT_TRUE(world_.run_until([&] { return !incidents().empty(); }, 120'000));
  ASSERT_TRUE(world_.run_until(rest, 120'000));
  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_EQ(incidents()[0].kind, gateway::IncidentKind::kHistoryLost);
  EXPECT_EQ(incidents()[0].node, "n2");
  EXPECT_EQ(incidents()[0].first_seq, 21U);
  EXPECT_GE(incidents()[0].last_seq, 21U);
  EXPECT_EQ(gateway::incarnation(world_.gateway.store()).generation, 2U)
      << "what it was acked shows the restore that nobody had noticed";
  const auto again = small.scan(receive("A", 1));
  ASSERT_TRUE(again);
  ASSERT_TRUE(world_.run_until(rest, 60'000));
  audit_.check_at_the_end();
}

TEST_F(RestoreScenario, ANodeThatNeverScansAgainHealsByItsHello) {
  scan(20);
  ASSERT_TRUE(comes_to_rest());
  const auto backup = world_.gateway.backup();
  scan(50);
  ASSERT_TRUE(comes_to_rest());
  world_.gateway.restore(backup);
  audit_.note_restore();
  EXPECT_TRUE(world_.run_until([&] { return booked() == 70U; }, 11 * 60'000))
      << "ten minutes, and a little for the journey";
  EXPECT_TRUE(incidents().empty());
  audit_.check_at_the_end();
}

TEST_F(RestoreScenario, PowerLossInEveryJournalWriteLosesNothingShownGreen) {
  for (std::size_t kept = 0; kept <= 512; kept += 32) {
    scan(2);
    node_.scan_and_cut(receive("B", 1), kept);
    world_.run_for(1'500);
  }
  EXPECT_TRUE(comes_to_rest());
  audit_.check_at_the_end();
}

TEST_F(RestoreScenario, AFactoryResetBeginsANewEpochAndLeavesTheOldOneAlone) {
  scan(5);
  ASSERT_TRUE(comes_to_rest());
  const auto old_epoch = node_.journal().epoch();
  node_.factory_reset();
  const auto seq = node_.scan(receive("B", 1));
  EXPECT_EQ(seq, wire::Sequence{1});
  EXPECT_NE(node_.journal().epoch(), old_epoch);
  ASSERT_TRUE(comes_to_rest());
  EXPECT_EQ(booked(), 6U);
  EXPECT_TRUE(incidents().empty());
  audit_.check_at_the_end();
}

}  // namespace
}  // namespace sim
