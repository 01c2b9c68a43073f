// SPDX-License-Identifier: MIT
// Promise: the round trip that `doctor` shows is of one message that had the
// connection to itself, from its publication until it was both acknowledged and back.
#include "round_trip.h"

#include <gtest/gtest.h>

namespace gateway::mqtt {
namespace {

using std::chrono::milliseconds;

class RoundTripTest : public testing::Test {
 protected:
  RoundTrip trip;
  RoundTrip::Time start{};
};

TEST_F(RoundTripTest, LastsUntilTheMessageIsBackAndConfirmed) {
  EXPECT_FALSE(trip.last_us());
  trip.begin("state", start);
  trip.acknowledged(start + milliseconds(1));
  EXPECT_FALSE(trip.last_us()) << "its copy has not come";
  EXPECT_FALSE(trip.arrived("another"));
  EXPECT_TRUE(trip.arrived("state"));
  trip.acknowledged(start + milliseconds(41));
  EXPECT_EQ(trip.last_us(), 41'000U);
  trip.acknowledged(start + milliseconds(90));
  EXPECT_EQ(trip.last_us(), 41'000U);
}

TEST_F(RoundTripTest, SaysNothingAboutAMessageAmongOthers) {
  trip.begin("state", start);
  trip.disturb();
  EXPECT_FALSE(trip.arrived("state"));
  trip.acknowledged(start + milliseconds(500));
  EXPECT_FALSE(trip.last_us());
}

TEST_F(RoundTripTest, KeepsTheLastOneWhileItMeasuresAgain) {
  trip.begin("one", start);
  EXPECT_TRUE(trip.arrived("one"));
  trip.acknowledged(start + milliseconds(2));
  trip.begin("two", start + milliseconds(10));
  EXPECT_FALSE(trip.arrived("one"));
  EXPECT_EQ(trip.last_us(), 2'000U);
}

}  // namespace
}  // namespace gateway::mqtt
