// SPDX-License-Identifier: MIT
// Promise: a topic is left out only when the broker hung up right behind it twice, the second
// time behind it alone; it is tried again after a day.

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
    hang_ups_.begin(now_);
    for (const auto& topic : topics) hang_ups_.sent(topic, now_);
    EXPECT_FALSE(hang_ups_.lost(now_));
    hang_ups_.begin(now_);
  }
};

TEST_F(HangUpsTest, LeavesOutWhatWasInFlightTwiceTheSecondTimeAlone) {
  lose_first({"a", "bad", "b"});
  EXPECT_TRUE(hang_ups_.careful(now_));
  hang_ups_.sent("a", now_);
  hang_ups_.acknowledged();
  hang_ups_.sent("bad", now_);
  EXPECT_EQ(hang_ups_.lost(now_), "bad");
  EXPECT_TRUE(hang_ups_.left_out("bad", now_));
  EXPECT_FALSE(hang_ups_.left_out("a", now_));
  EXPECT_EQ(hang_ups_.all(now_), (std::vector<std::string>{"bad"}));
  EXPECT_FALSE(hang_ups_.left_out("bad", now_ + kLeftOutFor)) << "tried again";
}

TEST_F(HangUpsTest, OneLossProvesNothing) {
  lose_first({"bad"});
  EXPECT_TRUE(hang_ups_.all(now_).empty());
  hang_ups_.sent("bad", now_);
  hang_ups_.acknowledged();
  EXPECT_FALSE(hang_ups_.careful(now_)) << "nothing is suspected any more";
  hang_ups_.sent("bad", now_);
  EXPECT_FALSE(hang_ups_.lost(now_));
}

TEST_F(HangUpsTest, ALossLongAfterAMessageIsNotItsFault) {
  lose_first({"slow"});
  hang_ups_.sent("slow", now_);
  EXPECT_FALSE(hang_ups_.lost(now_ + kHangUpWithin));
  hang_ups_.begin(now_);
  hang_ups_.sent("other", now_);
  EXPECT_FALSE(hang_ups_.lost(now_)) << "it was not suspected";
}

TEST_F(HangUpsTest, IsCarefulOnlyForAWhile) {
  EXPECT_FALSE(hang_ups_.careful(now_));
  lose_first({"a"});
  EXPECT_TRUE(hang_ups_.careful(now_));
  EXPECT_FALSE(hang_ups_.careful(now_ + kCarefulFor));
}

}  // namespace
}  // namespace gateway::mqtt
