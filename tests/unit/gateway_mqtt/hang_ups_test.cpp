// SPDX-License-Identifier: MIT
// Promise: a topic is left out only when the broker hung up right behind it twice, the second
// time behind it alone; at first for a minute, then for a day, what we judge ourselves by for ten
// minutes; when the broker takes it all is forgotten.

#include "hang_ups.h"

#include <gtest/gtest.h>

#include "bounds.h"

namespace gateway::mqtt {
namespace {

using std::chrono::hours;

class HangUpsTest : public testing::Test {
 protected:
  HangUps::Time now_{hours(1)};
  HangUps hang_ups_;

  void lose_first(const std::vector<std::string>& topics) {
    EXPECT_FALSE(hang_ups_.begin(now_));
    for (const auto& topic : topics) hang_ups_.sent(topic, now_);
    EXPECT_EQ(culprit(), "none");
  }
  /// The connection is lost and made again.
  std::string culprit() {
    hang_ups_.lost(now_);
    const auto found = hang_ups_.begin(now_);
    return found ? found->topic : "none";
  }
  /// The broker acknowledges what was sent, and stays.
  void take() {
    hang_ups_.acknowledged(now_);
    now_ += kHangUpWithin;
    hang_ups_.settle(now_);
  }
  void prove_bad(const std::string& topic, bool own) {
    lose_first({topic});
    hang_ups_.sent(topic, now_, own);
    EXPECT_EQ(culprit(), topic);
  }
};

TEST_F(HangUpsTest, LeavesOutWhatWasInFlightTwiceTheSecondTimeAlone) {
  lose_first({"a", "bad", "b"});
  EXPECT_TRUE(hang_ups_.careful(now_));
  hang_ups_.sent("a", now_);
  take();
  hang_ups_.sent("bad", now_);
  EXPECT_EQ(culprit(), "bad");
  EXPECT_TRUE(hang_ups_.left_out("bad", now_));
  EXPECT_FALSE(hang_ups_.left_out("a", now_));
  EXPECT_EQ(hang_ups_.all(now_), (std::vector<std::string>{"bad"}));
  EXPECT_FALSE(hang_ups_.left_out("bad", now_ + kLeftOutFirst)) << "tried again";
}

TEST_F(HangUpsTest, ABrokerMayAcknowledgeFirst) {
  EXPECT_FALSE(hang_ups_.begin(now_));
  hang_ups_.sent("bad", now_);
  hang_ups_.acknowledged(now_);
  hang_ups_.sent("next", now_);  // which is not taken any more
  EXPECT_EQ(culprit(), "none");
  hang_ups_.sent("next", now_);
  EXPECT_FALSE(hang_ups_.may_send(now_));
  take();
  EXPECT_TRUE(hang_ups_.may_send(now_)) << "it was not that one";
  hang_ups_.sent("bad", now_);
  hang_ups_.acknowledged(now_);
  EXPECT_GE(hang_ups_.settle(now_), now_ + kHangUpBehindAck);
  EXPECT_FALSE(hang_ups_.may_send(now_)) << "it may still hang up";
  EXPECT_EQ(culprit(), "bad");
}

TEST_F(HangUpsTest, ABrokerMayTakeLongToHangUpBehindItsAcknowledgement) {
  const auto lose_behind_ack = [&](milliseconds after) {
    hang_ups_.sent("bad", now_);
    hang_ups_.acknowledged(now_);
    now_ += after;
    return culprit();
  };
  EXPECT_FALSE(hang_ups_.begin(now_));
  int losses = 1;
  while (lose_behind_ack(milliseconds(500)) != "bad") ASSERT_LT(++losses, 8);
  EXPECT_EQ(losses, 5);
}

TEST_F(HangUpsTest, WhatIsNotSuspectedIsNotWaitedFor) {
  lose_first({"bad"});
  hang_ups_.sent("other", now_);
  EXPECT_FALSE(hang_ups_.may_send(now_));
  hang_ups_.acknowledged(now_);
  EXPECT_EQ(hang_ups_.settle(now_), HangUps::Time::max());
  EXPECT_TRUE(hang_ups_.may_send(now_));
}

TEST_F(HangUpsTest, IsTriedAfterAMinuteAndThenEachDay) {
  prove_bad("bad", false);
  EXPECT_EQ(hang_ups_.next(), now_ + kLeftOutFirst);
  EXPECT_FALSE(hang_ups_.try_again(now_));
  now_ += kLeftOutFirst;
  EXPECT_TRUE(hang_ups_.try_again(now_));
  EXPECT_FALSE(hang_ups_.try_again(now_)) << "once";
  EXPECT_TRUE(hang_ups_.careful(now_)) << "alone";
  hang_ups_.sent("bad", now_);
  EXPECT_EQ(culprit(), "bad") << "one loss is enough now";
  EXPECT_TRUE(hang_ups_.left_out("bad", now_ + kLeftOutFor - std::chrono::seconds(1)));
  EXPECT_EQ(hang_ups_.next(), now_ + kLeftOutFor);
}

TEST_F(HangUpsTest, WhatWeJudgeOurselvesByIsTriedEveryTenMinutes) {
  prove_bad("state", true);
  for (int round = 0; round < 3; ++round) {
    now_ = hang_ups_.next();
    EXPECT_TRUE(hang_ups_.try_again(now_));
    hang_ups_.sent("state", now_, true);
    EXPECT_EQ(culprit(), "state");
    EXPECT_EQ(hang_ups_.next(), now_ + kOwnLeftOutFor);
  }
}

TEST_F(HangUpsTest, WhatTheBrokerTakesIsForgotten) {
  prove_bad("bad", false);
  now_ += kLeftOutFirst;
  EXPECT_TRUE(hang_ups_.try_again(now_));
  hang_ups_.sent("bad", now_);
  take();
  EXPECT_FALSE(hang_ups_.any());
  EXPECT_EQ(hang_ups_.next(), HangUps::Time::max());
  prove_bad("bad", false);
  EXPECT_EQ(hang_ups_.next(), now_ + kLeftOutFirst) << "as if for the first time";
}

TEST_F(HangUpsTest, ManyAreBoundedAndTheNewestIsLeftOut) {
  for (std::size_t i = 0; i <= kLeftOutMax; ++i) prove_bad("bad/" + std::to_string(i), false);
  EXPECT_EQ(hang_ups_.all(now_).size(), kLeftOutMax);
  EXPECT_TRUE(hang_ups_.left_out("bad/" + std::to_string(kLeftOutMax), now_));
}

TEST_F(HangUpsTest, OneLossProvesNothing) {
  lose_first({"bad"});
  EXPECT_TRUE(hang_ups_.all(now_).empty());
  hang_ups_.sent("bad", now_);
  take();
  EXPECT_FALSE(hang_ups_.careful(now_)) << "nothing is suspected any more";
  hang_ups_.sent("bad", now_);
  EXPECT_EQ(culprit(), "none");
}

TEST_F(HangUpsTest, ALossLongAfterAMessageIsNotItsFault) {
  lose_first({"slow"});
  hang_ups_.sent("slow", now_);
  hang_ups_.lost(now_ + kHangUpWithin);
  EXPECT_FALSE(hang_ups_.begin(now_));
  hang_ups_.sent("other", now_);
  EXPECT_EQ(culprit(), "none") << "it was not suspected";
}

TEST_F(HangUpsTest, ABrokerThatCannotBeReachedHadDiedAndDidNotHangUp) {
  lose_first({"a"});
  hang_ups_.sent("a", now_);
  hang_ups_.lost(now_);
  hang_ups_.away();
  EXPECT_FALSE(hang_ups_.begin(now_));
  EXPECT_FALSE(hang_ups_.careful(now_));
  EXPECT_FALSE(hang_ups_.any());
}

TEST_F(HangUpsTest, IsCarefulOnlyForAWhile) {
  EXPECT_FALSE(hang_ups_.careful(now_));
  lose_first({"a"});
  EXPECT_TRUE(hang_ups_.careful(now_));
  EXPECT_FALSE(hang_ups_.careful(now_ + kCarefulFor));
}

}  // namespace
}  // namespace gateway::mqtt
