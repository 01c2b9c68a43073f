// SPDX-License-Identifier: MIT
// Promise: an order is acknowledged to its sender's broker when it is on disk and not
// before; what becomes of it is shown on its topic, also to those who ask again and
// after the broker has lost its memory.
// How: a real Mosquitto whose log tells each PUBACK, and a writer that is not real.

#include "broker_fixture.h"
#include "gateway/limits.h"

namespace {

using gateway::OrderState;

class OrdersTest : public BrokerTest {
 protected:
  inline static const std::string kNew = kBase + "order/new";

  static std::string order(const std::string& id, int qty = 1) {
    return fmt::format(R"({{"order":"{}","lines":[{{"sku":"table","qty":{}}}]}})", id, qty);
  }
};

TEST_F(OrdersTest, AnOrderIsShownAsItChangesAndClearedAtLast) {
  Probe customer(mosquitto_.port(), "customer");
  customer.subscribe(kBase + "order/+");
  start_broker();
  customer.publish(kNew, order("1007", 2), 1);
  ASSERT_TRUE(customer.sees(kBase + "order/1007",
                            R"("state":"received","reason":"","lines":[{"sku":"table","qty":2,)"));
  gateway_.set_order("1007", OrderState::kConfirmed);
  ASSERT_TRUE(customer.sees(kBase + "order/1007", R"("state":"confirmed")"));
  EXPECT_EQ(retained_stock(), gateway_.wanted());
  gateway_.set_order("1007", OrderState::kConfirmed, 1, false);
  gateway_.set_order("1008", OrderState::kConfirmed, gateway::kOrderLinesMax);
  ASSERT_TRUE(customer.sees(kBase + "order/1008", R"("state":"confirmed")"));
  ASSERT_EQ(gateway_.wanted().size(), 1U);
  EXPECT_EQ(retained_stock(), gateway_.wanted());
}

TEST_F(OrdersTest, AnOrderIsConfirmedAfterItsCommitAndNotBefore) {
  Probe customer(mosquitto_.port(), "customer");
  start_broker();
  gateway_.pause_commits(true);
  customer.publish(kNew, order("1007"), 1);
  ASSERT_TRUE(gateway_.wait_inbox(1));
  EXPECT_EQ(acknowledged(mosquitto_.log(), kNew), 0U);
  gateway_.pause_commits(false);
  EXPECT_TRUE(wait_acknowledged(kNew, 1));
  EXPECT_EQ(broker_->counts().orders, 1U);
  EXPECT_EQ(broker_->counts().plain_unconfirmed, 0U);
}

TEST_F(OrdersTest, AnOrderStaysAtTheBrokerWhileTheGatewayHolds) {
  Probe customer(mosquitto_.port(), "customer");
  start_broker();
  gateway_.hold(true);
  customer.publish(kNew, order("1007"), 1);
  ASSERT_TRUE(gateway_.wait_turned_away(2)) << "tried, left there, tried again";
  EXPECT_EQ(acknowledged(mosquitto_.log(), kNew), 0U);
  gateway_.hold(false);
  ASSERT_TRUE(gateway_.wait_commands(1));
  EXPECT_TRUE(wait_acknowledged(kNew, 1));
  EXPECT_EQ(gateway_.wanted().size(), 1U);
}

TEST_F(OrdersTest, WhoAsksAgainIsToldAgain) {
  Probe customer(mosquitto_.port(), "customer");
  start_broker();
  customer.publish(kNew, order("1007"), 1);
  ASSERT_TRUE(wait_acknowledged(kNew, 1));
  Probe late(mosquitto_.port(), "late");
  late.subscribe(kBase + "order/+");
  ASSERT_TRUE(late.sees(kBase + "order/1007", R"("state":"received")"));
  customer.publish(kNew, order("1007"), 1);
  EXPECT_TRUE(late.sees(kBase + "order/1007", R"("state":"received")"));
}

// What orders are sent to is no order: never set right, and never cleared.
TEST_F(OrdersTest, ARetainedOrderIsTakenAtEveryConnectionAndIsStillOne) {
  Probe customer(mosquitto_.port(), "customer");
  customer.publish(kNew, order("1007"), 1, true);
  start_broker();
  ASSERT_TRUE(gateway_.wait_commands(1));
  Probe late(mosquitto_.port(), "late");
  late.subscribe(kBase + "order/1007");
  ASSERT_TRUE(late.sees(kBase + "order/1007", R"("state":"received")"));
  auto wanted = gateway_.wanted();
  ASSERT_EQ(wanted.size(), 1U);
  wanted[kNew] = order("1007");
  EXPECT_EQ(retained_stock(), wanted);
}

TEST_F(OrdersTest, AnOrderWithoutAnIdIsKeptAsUnreadableAndConfirmed) {
  Probe customer(mosquitto_.port(), "customer");
  start_broker();
  customer.publish(kNew, R"({"lines":[{"sku":"table"}]})", 1);
  customer.publish(kNew, R"({"order":"new","lines":[{"sku":"table"}]})", 1);
  ASSERT_TRUE(gateway_.wait_commands(2));
  EXPECT_TRUE(wait_acknowledged(kNew, 2));
  EXPECT_EQ(broker_->counts().unreadable, 2U);
  EXPECT_TRUE(gateway_.wanted().empty());
}

}  // namespace
