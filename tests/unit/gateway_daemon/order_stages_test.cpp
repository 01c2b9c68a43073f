// SPDX-License-Identifier: MIT
// Promise: no order stays in a queue: whatever is refused, dropped or stalled is taken up
// again, and no stage runs twice at a time.
#include "gateway/daemon/order_stages.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <vector>

#include "gateway/daemon/limits.h"

namespace gateway::daemon {
namespace {

/// Keeps what it is given until the test answers or drops it.
class HeldInbox final : public intake::Inbox {
 public:
  wire::Status submit(Command command, intake::PendingReply reply) override {
    if (full) return wire::Status::kFull;
    if (std::holds_alternative<ExpireOrders>(command)) {
      ++expiries;
      return wire::Status::kOk;
    }
    const OrderStage stage = std::get<StepOrders>(command).stage;
    ++steps[stage];
    EXPECT_FALSE(answers.contains(stage)) << "twice at a time";
    answers[stage] = std::move(reply);
    return wire::Status::kOk;
  }
  void answer(OrderStage stage, bool more, bool stalled = false) {
    intake::PendingReply reply = std::move(answers.at(stage));
    answers.erase(stage);
    Outcome outcome;
    outcome.more = more;
    outcome.stalled = stalled;
    reply.resolve(outcome);
  }
  std::map<OrderStage, int> steps;
  std::map<OrderStage, intake::PendingReply> answers;
  int expiries = 0;
  bool full = false;
};

class OrderStagesTest : public testing::Test {
 protected:
  void work(OrderStage stage) {
    Effects effects;
    effects.work.push_back(stage);
    stages.follow(effects);
  }
  void pass(std::uint32_t ms) { stages.tick(now += std::chrono::milliseconds(ms)); }

  HeldInbox inbox;
  OrderStages stages{inbox};
  std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
};

TEST_F(OrderStagesTest, LooksIntoEveryQueueWhenItBegins) {
  stages.begin();
  EXPECT_EQ(inbox.steps.size(), kOrderStages.size());
}

TEST_F(OrderStagesTest, StepsUntilTheQueueIsEmpty) {
  work(OrderStage::kCheck);
  inbox.answer(OrderStage::kCheck, true);
  inbox.answer(OrderStage::kCheck, true);
  inbox.answer(OrderStage::kCheck, false);
  EXPECT_EQ(inbox.steps, (std::map<OrderStage, int>{{OrderStage::kCheck, 3}}));
}

TEST_F(OrderStagesTest, WorkThatComesDuringAStepIsNotForgotten) {
  work(OrderStage::kInvoice);
  work(OrderStage::kInvoice);
  EXPECT_EQ(inbox.steps[OrderStage::kInvoice], 1);
  inbox.answer(OrderStage::kInvoice, false);
  EXPECT_EQ(inbox.steps[OrderStage::kInvoice], 2);
  inbox.answer(OrderStage::kInvoice, false);
  EXPECT_EQ(inbox.steps[OrderStage::kInvoice], 2);
}

TEST_F(OrderStagesTest, AStageDoesNotWaitForAnother) {
  work(OrderStage::kNotify);
  work(OrderStage::kReceive);
  EXPECT_EQ(inbox.answers.size(), 2U);
}

TEST_F(OrderStagesTest, ARefusedStepIsTriedAgain) {
  inbox.full = true;
  work(OrderStage::kReceive);
  inbox.full = false;
  pass(kOrderRetryMs);
  EXPECT_EQ(inbox.steps[OrderStage::kReceive], 1);
}

TEST_F(OrderStagesTest, ADroppedStepIsTriedAgain) {
  work(OrderStage::kReceive);
  inbox.answers.clear();  // on hold
  pass(kOrderRetryMs);
  EXPECT_EQ(inbox.steps[OrderStage::kReceive], 2);
}

TEST_F(OrderStagesTest, AStalledStageIsTriedAgainNowAndThen) {
  pass(0);
  work(OrderStage::kNotify);
  inbox.answer(OrderStage::kNotify, false, true);
  EXPECT_EQ(inbox.steps[OrderStage::kNotify], 1) << "nothing has changed yet";
  pass(kOrderRetryMs - 1);
  EXPECT_EQ(inbox.steps[OrderStage::kNotify], 1);
  pass(1);
  EXPECT_EQ(inbox.steps[OrderStage::kNotify], 2);
}

TEST_F(OrderStagesTest, LooksForOldReservations) {
  pass(0);
  pass(kOrderExpiryMs - 1);
  EXPECT_EQ(inbox.expiries, 1);
  pass(1);
  EXPECT_EQ(inbox.expiries, 2);
}

}  // namespace
}  // namespace gateway::daemon
