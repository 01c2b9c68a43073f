// SPDX-License-Identifier: MIT
// Promise: a clock that cannot be right is not believed, whichever way it went wrong, and one
// that is right is believed without a person.
// Method: readings as boxes give them: without a battery, without a time server, set by hand,
// by a wrong time server, after a long absence.
#include "gateway/clock/clock.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;
constexpr std::int64_t kBuiltMs = 1'780'000'000'000;
constexpr std::int64_t kNowMs = 1'790'000'000'000;
constexpr std::int64_t kIn2100Ms = 4'102'444'800'000;

/// A box: its clocks run on, and somebody may set the one on the wall.
struct Box {
  ClockReading reading{.wall_ms = kNowMs, .boot_ms = 1'000, .boot_id = 1, .synchronised = false};
  ClockMemory stored;
  ClockJudge judge{kBuiltMs, stored};

  ClockTrust look() {
    const ClockTrust trust = judge.judge(reading);
    stored = judge.memory();
    return trust;
  }
  ClockTrust after(std::int64_t ms) {
    reading.wall_ms += ms;
    reading.boot_ms += ms;
    return look();
  }
  ClockTrust set_to(std::int64_t wall_ms) {
    reading.wall_ms = wall_ms;
    return look();
  }
  ClockTrust restart() {
    judge = ClockJudge(kBuiltMs, stored);
    return look();
  }
  ClockTrust boot(std::int64_t wall_ms) {
    ++reading.boot_id;
    reading.boot_ms = 1'000;
    reading.wall_ms = wall_ms;
    return restart();
  }
  void confirm() {
    judge.remember({.trusted_ms = reading.wall_ms,
                    .boot_id = reading.boot_id,
                    .booted_at_ms = reading.wall_ms - reading.boot_ms});
  }
};

TEST(Clock, IsTrustedAtOnceWhenTheKernelSaysSo) {
  Box box;
  box.reading.synchronised = true;
  EXPECT_EQ(box.look(), ClockTrust::kTrusted);
}

TEST(Clock, IsTrustedAfterFiveMinutesWithoutATimeServer) {
  Box box;
  EXPECT_EQ(box.look(), ClockTrust::kUnknown);
  EXPECT_EQ(box.after(5 * kMinuteMs - 1'001), ClockTrust::kUnknown);
  EXPECT_EQ(box.after(1), ClockTrust::kTrusted);
}

TEST(Clock, IsNeverTrustedBeforeTheProgramWasBuilt) {
  Box box;
  EXPECT_EQ(box.set_to(0), ClockTrust::kBehind) << "1970";
  EXPECT_EQ(box.after(60 * kMinuteMs), ClockTrust::kBehind);
  EXPECT_EQ(box.set_to(kBuiltMs - 1), ClockTrust::kBehind);
  EXPECT_EQ(box.set_to(kBuiltMs), ClockTrust::kTrusted) << "it has run for five minutes";
}

TEST(Clock, IsNotTrustedBeforeATimeThatWasTrusted) {
  Box box;
  box.reading.synchronised = true;
  ASSERT_EQ(box.look(), ClockTrust::kTrusted);
  box.reading.synchronised = false;
  EXPECT_EQ(box.boot(kNowMs - kMinuteMs), ClockTrust::kBehind);
  EXPECT_EQ(box.after(5 * kMinuteMs), ClockTrust::kTrusted) << "it has caught up";
}

TEST(Clock, ThatTheTimeIsLearntIsNoStep) {
  Box box;
  ASSERT_EQ(box.set_to(0), ClockTrust::kBehind);
  box.reading.synchronised = true;
  EXPECT_EQ(box.set_to(kNowMs), ClockTrust::kTrusted);
}

TEST(Clock, AStepOfMoreThanADayEndsTheTrust) {
  for (const std::int64_t step_ms : {kDayMs + 1, -kDayMs - 1, kIn2100Ms - kNowMs, -kNowMs}) {
    Box box;
    box.reading.synchronised = true;
    ASSERT_EQ(box.look(), ClockTrust::kTrusted);
    EXPECT_EQ(box.set_to(kNowMs + step_ms), ClockTrust::kStepped) << step_ms;
    EXPECT_EQ(box.after(40 * kDayMs), ClockTrust::kStepped) << "for good";
    EXPECT_EQ(box.stored.step_expected_ms, kNowMs);
    EXPECT_EQ(box.restart(), ClockTrust::kStepped);
  }
}

TEST(Clock, ManySmallStepsAreOneLargeOne) {
  Box box;
  box.reading.synchronised = true;
  ASSERT_EQ(box.look(), ClockTrust::kTrusted);
  EXPECT_EQ(box.set_to(kNowMs + kDayMs / 2), ClockTrust::kTrusted) << "a zone that was wrong";
  EXPECT_EQ(box.set_to(kNowMs + kDayMs), ClockTrust::kTrusted);
  EXPECT_EQ(box.set_to(kNowMs + kDayMs + kMinuteMs), ClockTrust::kStepped);
}

TEST(Clock, AStepThatIsTakenBackIsOver) {
  Box box;
  box.reading.synchronised = true;
  ASSERT_EQ(box.look(), ClockTrust::kTrusted);
  ASSERT_EQ(box.set_to(kIn2100Ms), ClockTrust::kStepped);
  ASSERT_EQ(box.after(kMinuteMs), ClockTrust::kStepped);
  EXPECT_EQ(box.set_to(kNowMs + kMinuteMs), ClockTrust::kTrusted);
  EXPECT_FALSE(box.stored.stepped());
}

TEST(Clock, AStepWhileTheGatewayWasOffIsNoticed) {
  Box box;
  box.reading.synchronised = true;
  ASSERT_EQ(box.look(), ClockTrust::kTrusted);
  box.reading.wall_ms = kNowMs + 2 * kDayMs;
  EXPECT_EQ(box.restart(), ClockTrust::kStepped) << "the system was not restarted";
}

TEST(Clock, AnAbsenceIsNoStepUnlessItIsOutOfAllReason) {
  Box box;
  box.reading.synchronised = true;
  ASSERT_EQ(box.look(), ClockTrust::kTrusted);
  EXPECT_EQ(box.boot(kNowMs + 31 * kDayMs), ClockTrust::kTrusted) << "closed for a month";
  EXPECT_EQ(box.boot(kIn2100Ms), ClockTrust::kStepped);
  EXPECT_EQ(box.boot(kIn2100Ms + kDayMs), ClockTrust::kStepped) << "however often it is started";
  EXPECT_EQ(box.boot(kNowMs + 32 * kDayMs), ClockTrust::kTrusted) << "the battery was replaced";
  EXPECT_EQ(box.boot(kNowMs), ClockTrust::kStepped) << "a time server says: a month earlier";
}

TEST(Clock, APersonConfirmsAStep) {
  Box box;
  box.reading.synchronised = true;
  ASSERT_EQ(box.look(), ClockTrust::kTrusted);
  ASSERT_EQ(box.set_to(kIn2100Ms), ClockTrust::kStepped);
  box.confirm();
  EXPECT_EQ(box.look(), ClockTrust::kTrusted);
  EXPECT_EQ(box.after(kDayMs), ClockTrust::kTrusted);
  EXPECT_EQ(box.restart(), ClockTrust::kTrusted);
  EXPECT_EQ(box.set_to(kNowMs), ClockTrust::kStepped);
  box.confirm();
  EXPECT_EQ(box.look(), ClockTrust::kTrusted) << "2100 was a mistake, and is forgotten";
  box.reading.synchronised = false;
  EXPECT_EQ(box.boot(kNowMs + kDayMs), ClockTrust::kUnknown);
  EXPECT_EQ(box.after(5 * kMinuteMs), ClockTrust::kTrusted);
}

TEST(Clock, RemembersATimeThatIsTenMinutesOldAtMost) {
  Box box;
  box.reading.synchronised = true;
  ASSERT_EQ(box.look(), ClockTrust::kTrusted);
  for (int minute = 0; minute < 100; ++minute) {
    ASSERT_EQ(box.after(kMinuteMs), ClockTrust::kTrusted);
    EXPECT_LT(box.reading.wall_ms - box.stored.trusted_ms, ClockJudge::kNotedMs);
  }
}

}  // namespace
}  // namespace gateway
