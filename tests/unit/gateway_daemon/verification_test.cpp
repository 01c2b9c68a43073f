// SPDX-License-Identifier: MIT
// Promise: however many threads read the ledger, each entry is read once and none that
// was booked meanwhile; a verify ends soon when nobody waits for it any more.
// Method: a ledger of some entries in parts of every length, read by three threads whose
// views are later ones. Runs under ThreadSanitizer too.

#include "gateway/daemon/verification.h"

#include <gtest/gtest.h>

#include <thread>

#include "ledger_reading.h"
#include "support/small_gateway.h"
#include "support/temp_folder.h"

namespace gateway::daemon {
namespace {

class VerificationTest : public testing::Test {
 protected:
  void SetUp() override {
    gateway_.apply(
        ChangeItems{{{.line = 0, .sku = *wire::Sku::from("BOLT"), .columns = {{"name", "Bolt"}}}}});
  }

  void receive() {
    ManualMovement movement;
    movement.movement.op = wire::Op::kReceive;
    movement.movement.sku = *wire::Sku::from("BOLT");
    movement.movement.qty = 1;
    movement.movement.to = *wire::Location::from("MAIN");
    ASSERT_EQ(gateway_.apply(movement).verdict, Verdict::kDone);
  }

  support::TempFolder temp_;
  support::SmallGateway gateway_{temp_.path() / "store"};
  std::atomic<bool> stopping_ = false;
};

/// The helpers' views are later ones, in which there is more.
TEST_F(VerificationTest, ReadsALedgerTogetherInPartsOfAnyLength) {
  constexpr LedgerSeq kEntries = 30;
  for (LedgerSeq i = 0; i < kEntries; ++i) receive();
  const auto verified = gateway_.store().snapshot();
  ASSERT_TRUE(verified);
  for (int i = 0; i < 3; ++i) receive();
  for (LedgerSeq length = 1; length <= kEntries + 1; ++length) {
    LedgerReading reading(LedgerParts(kEntries, length));
    const auto help = [&] {
      const auto later = gateway_.store().snapshot();
      ASSERT_TRUE(later);
      reading.help(**later);
    };
    if (length % 2 == 0) help();  // takes all that it may
    std::jthread one(help);
    std::jthread two(help);
    reading.read(**verified, [&] { EXPECT_LE(reading.entries(), kEntries); });
    const auto fold = reading.finish();
    EXPECT_EQ(fold.entries, kEntries);
    EXPECT_EQ(fold.problems.count, 0U) << fold.problems.texts.front();
    const auto* const bin = fold.bins.find("BOLT", "MAIN");
    ASSERT_NE(bin, nullptr);
    EXPECT_EQ(bin->on_hand, kEntries);
    EXPECT_EQ(bin->seq, kEntries);
    help();  // too late, and no harm
  }
}

TEST_F(VerificationTest, FindsAStoreInOrder) {
  for (int i = 0; i < 5; ++i) receive();
  const auto view = gateway_.store().snapshot();
  ASSERT_TRUE(view);
  const auto report = verify_with_help(
      gateway_.store(), **view, [](std::uint64_t) { return true; }, stopping_);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->ok()) << report->problems.texts.front();
  EXPECT_EQ(report->entries, 5U);
}

TEST_F(VerificationTest, ReportsNothingOnceNobodyWaits) {
  receive();
  const auto view = gateway_.store().snapshot();
  ASSERT_TRUE(view);
  stopping_ = true;
  EXPECT_FALSE(verify_with_help(
      gateway_.store(), **view, [](std::uint64_t) { return true; }, stopping_));
}

}  // namespace
}  // namespace gateway::daemon
