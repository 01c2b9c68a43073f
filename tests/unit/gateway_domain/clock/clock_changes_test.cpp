// SPDX-License-Identifier: MIT
// Promise: nothing that has a date or is counted in days is decided by a clock that cannot be
// believed; stock goes on, and a person is told.
// Method: the engine on a store in memory, at times it must not trust.
#include "gateway/clock/commands.h"

#include "damage.h"
#include "order_desk.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::ClockMemory;
using gateway::kDayMs;
using gateway::Table;
using gateway::TaskState;
using gateway::Verdict;

constexpr std::int64_t kIn2100Ms = 4'102'444'800'000;
const ClockMemory kStep{.trusted_ms = 1'790'000'000'000,
                        .boot_id = 3,
                        .booted_at_ms = 1'789'999'000'000,
                        .step_expected_ms = 1'790'000'000'000,
                        .step_found_ms = kIn2100Ms};

class WrongClock : public testing::Test {
 protected:
  void note(const ClockMemory& memory) {
    const auto before = gateway::clock_memory(warehouse.store);
    static_cast<void>(warehouse.apply(gateway::NoteClock{before, memory}));
  }
  void jump_to(std::int64_t wall_ms) { warehouse.now = {.wall_ms = wall_ms}; }

  Warehouse warehouse;
};

TEST_F(WrongClock, IsRememberedAndAsksAPersonOnce) {
  note(kStep);
  note(kStep);
  EXPECT_EQ(gateway::clock_memory(warehouse.store), kStep);
  ASSERT_EQ(warehouse.tasks().size(), 1U);
  EXPECT_EQ(warehouse.tasks()[0].why, "clock_step");
  EXPECT_NE(warehouse.tasks()[0].detail.find("2100-01-01"), std::string::npos);
  EXPECT_EQ(problems_of(warehouse.store), "");
}

TEST_F(WrongClock, WithdrawsItsQuestionWhenItIsOver) {
  note(kStep);
  ClockMemory over = kStep;
  over.step_expected_ms = over.step_found_ms = 0;
  note(over);
  EXPECT_EQ(warehouse.tasks()[0].state, TaskState::kWithdrawn);
  note(kStep);
  EXPECT_EQ(warehouse.tasks().size(), 2U) << "another step, another question";
}

TEST_F(WrongClock, IsRightWhenAPersonConfirmsIt) {
  note(kStep);
  warehouse.now = {.wall_ms = kIn2100Ms, .boot_ms = 5'000, .boot_id = 3};
  const gateway::ConfirmClock by_jane{text<wire::Operator>("JANE"), {}};
  const auto done = warehouse.apply(by_jane);
  EXPECT_EQ(done.verdict, Verdict::kDone);
  EXPECT_EQ(done.changed, 1U);
  ASSERT_TRUE(warehouse.last().clock);
  EXPECT_TRUE(warehouse.last().clock->confirmed);
  EXPECT_EQ(
      warehouse.last().clock->memory,
      (ClockMemory{.trusted_ms = kIn2100Ms, .boot_id = 3, .booted_at_ms = kIn2100Ms - 5'000}));
  EXPECT_EQ(warehouse.tasks()[0].state, TaskState::kWithdrawn);
  EXPECT_EQ(warehouse.tasks()[0].closed_by, "JANE");
  warehouse.now.wall_trusted = true;
  EXPECT_EQ(warehouse.apply(gateway::ConfirmClock{}).changed, 0U) << "nothing was to confirm";
}

TEST_F(WrongClock, IsNotForgottenByANoteThatWasOnItsWayWhenAPersonConfirmed) {
  const ClockMemory before = gateway::clock_memory(warehouse.store);
  static_cast<void>(warehouse.apply(gateway::ConfirmClock{}));
  const auto confirmed = warehouse.last().clock->memory;
  static_cast<void>(warehouse.apply(gateway::NoteClock{before, kStep}));
  EXPECT_FALSE(warehouse.last().clock);
  EXPECT_EQ(gateway::clock_memory(warehouse.store), confirmed);
  EXPECT_TRUE(warehouse.tasks().empty());
}

TEST_F(WrongClock, IsNotConfirmedBeforeTheProgramWasBuilt) {
  gateway::Settings settings = warehouse.settings();
  settings.built_ms = 1'780'000'000'000;
  warehouse.restart(settings);
  jump_to(0);
  const auto outcome = warehouse.apply(gateway::ConfirmClock{});
  EXPECT_EQ(outcome.verdict, Verdict::kRefused);
  EXPECT_NE(outcome.problems.at(0).text.find("1970-01-01"), std::string::npos);
  EXPECT_FALSE(warehouse.last().clock);
}

class VerifyFindsOfTheClock : public VerifyFinds {
 protected:
  VerifyFindsOfTheClock() {
    static_cast<void>(warehouse.apply(gateway::NoteClock{{}, kStep}));
    EXPECT_EQ(problems_of(warehouse.store), "");
  }
  void damage(const std::function<void(gateway::ClockRow&)>& how) {
    edit<gateway::ClockRow>(Table::kMeta, "clock", how);
  }
};

TEST_F(VerifyFindsOfTheClock, AStepThatAsksNobody) {
  damage([](gateway::ClockRow& row) { row.task = 0; });
  expect_problem("the clock's step and its task differ");
}
TEST_F(VerifyFindsOfTheClock, AQuestionWithoutAStep) {
  damage([](gateway::ClockRow& row) { row.memory.step_found_ms = 0; });
  expect_problem("the clock's step and its task differ");
}
TEST_F(VerifyFindsOfTheClock, AnotherQuestion) {
  damage([](gateway::ClockRow& row) { row.task = 1; });
  expect_problem("asks of a step that the clock does not make");
}

class WrongClockAtTheDesk : public OrderDesk {
 protected:
  static constexpr std::int64_t kReservationMs = 30 * kDayMs;

  WrongClockAtTheDesk() {
    gateway::Settings settings = warehouse.settings();
    settings.reservation_ms = kReservationMs;
    warehouse.restart(settings);
    warehouse.book(receive("BOLT", "MAIN/A", 10));
    right = warehouse.now;
  }
  void promise() {
    submit("1", {{"BOLT", 5}});
    step(OrderStage::kReceive);
    step(OrderStage::kCheck);
  }
  void expire() { static_cast<void>(warehouse.apply(gateway::ExpireOrders{})); }

  gateway::Now right;
};

TEST_F(WrongClockAtTheDesk, CancelsNoOrder) {
  const auto before = place("1", {{"BOLT", 5}});
  ASSERT_EQ(before.state(), OrderState::kConfirmed);
  warehouse.now = {.wall_ms = kIn2100Ms};
  expire();
  EXPECT_EQ(order("1"), before);
}

TEST_F(WrongClockAtTheDesk, DatesNoInvoiceButPromisesGoods) {
  warehouse.now = {.wall_ms = 60'000};
  promise();
  EXPECT_TRUE(step(OrderStage::kInvoice).stalled);
  EXPECT_EQ(order("1").decided, OrderState::kConfirmed);
  EXPECT_EQ(order("1").waits_for, OrderStage::kInvoice);
  EXPECT_TRUE(invoices().empty());
  EXPECT_EQ(problems_of(warehouse.store), "");
  warehouse.now = right;
  run();
  EXPECT_EQ(order("1").state(), OrderState::kConfirmed);
  EXPECT_EQ(invoices().at(0).issued_ms, right.wall_ms);
}

TEST_F(WrongClockAtTheDesk, CountsAPromiseFromTheTimeThatIsRight) {
  warehouse.now = {.wall_ms = 60'000};
  promise();
  expire();
  EXPECT_EQ(order("1").expires_ms, gateway::kExpiryUnknownMs);
  warehouse.now = right;
  expire();
  EXPECT_EQ(order("1").expires_ms, right.wall_ms + kReservationMs);
  EXPECT_EQ(problems_of(warehouse.store), "");
}

TEST_F(WrongClockAtTheDesk, KeepsNoPromiseForDecades) {
  warehouse.now = {.wall_ms = kIn2100Ms, .wall_trusted = true};  // somebody confirmed it
  static_cast<void>(place("1", {{"BOLT", 5}}));
  warehouse.now = right;
  expire();
  EXPECT_EQ(order("1").expires_ms, right.wall_ms + kReservationMs);
  warehouse.now.wall_ms += kReservationMs + 1;
  expire();
  EXPECT_EQ(order("1").decided, OrderState::kCancelled);
}

}  // namespace
}  // namespace domain_test
