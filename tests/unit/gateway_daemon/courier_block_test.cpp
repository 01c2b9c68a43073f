// SPDX-License-Identifier: MIT
// Promise: what is about us or the server stops everything, ends nothing, and is over by itself;
// what one row alone is refused for holds up no other; a supplier's mail waits for no customer's;
// the log has a line when a state begins, changes its kind and ends, not one an attempt.
// Method: a courier whose server and clock are the test's.

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <sstream>

#include "gateway/daemon/courier.h"
#include "gateway/daemon/limits.h"
#include "support/waiting.h"

namespace gateway::daemon {
namespace {

const Delivery kAccepted{
    .state = DeliveryState::kSent, .text = "250 ok", .obstacle = Obstacle::kNone};
const Delivery kWrongName{
    .text = "504 helo", .obstacle = Obstacle::kUs, .advice = "set mail.hello"};
const Delivery kWrongLogin{
    .text = "535 no", .obstacle = Obstacle::kUs, .advice = "check mail.username"};
const Delivery kServerAway{.text = "cannot connect", .obstacle = Obstacle::kServer};
const Delivery kNobody{.state = DeliveryState::kFailed, .text = "550 5.1.1 nobody"};
const Delivery kGreylisted{.text = "451 later"};
const Delivery kLost{
    .state = DeliveryState::kMaybeSent, .text = "lost", .obstacle = Obstacle::kNone};

struct Attempt {
  std::uint64_t id = 0;
  std::int64_t at_ms = 0;
};

class CourierBlock : public testing::Test, protected intake::Inbox {
 protected:
  CourierBlock() {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_);
    before_ = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
    spdlog::set_pattern("%l %v");
  }
  ~CourierBlock() override {
    courier_.stop();
    spdlog::set_default_logger(before_);
  }

  wire::Status submit(Command command, intake::PendingReply) override {
    const std::lock_guard lock(mutex_);
    reports_.push_back(std::get<DeliveryReport>(command));
    changed_.notify_all();
    return wire::Status::kOk;
  }

  /// From now on the server answers this; to row `id` where it is given.
  void answers(const Delivery& delivery) {
    const std::lock_guard lock(mutex_);
    answer_ = delivery;
  }
  void answers_to(std::uint64_t id, const Delivery& delivery) {
    const std::lock_guard lock(mutex_);
    answer_to_[id] = delivery;
  }
  void take(std::uint64_t id, OutboxKind kind = OutboxKind::kMail, bool at_once = false) {
    DeliveryDue due;
    due.row.id = id;
    due.row.kind = kind;
    due.row.subject = "row " + std::to_string(id);
    due.row.to = "row-" + std::to_string(id) + "@somewhere.example";
    due.at_once = at_once;
    courier_.take(due);
  }
  /// The first `count` reports, as time goes on.
  std::vector<DeliveryReport> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    const auto until = std::chrono::steady_clock::now() + kHung;
    while (reports_.size() < count && std::chrono::steady_clock::now() < until) {
      boot_ms_ += step_ms_;
      lock.unlock();
      courier_.withdraw(0);  // no row: has the courier look at its clock
      lock.lock();
      changed_.wait_for(lock, std::chrono::milliseconds(1));
    }
    EXPECT_GE(reports_.size(), count);
    return reports_;
  }
  /// How often `text` is in the log; ends the courier, which may be writing to it.
  [[nodiscard]] std::size_t lines(const std::string& text) {
    courier_.stop();
    std::size_t count = 0;
    const std::string all = log_.str();
    for (auto at = all.find(text); at != all.npos; at = all.find(text, at + 1)) ++count;
    return count;
  }
  [[nodiscard]] std::vector<std::uint64_t> ids() {
    const std::lock_guard lock(mutex_);
    std::vector<std::uint64_t> ids;
    for (const auto& attempt : attempts_) ids.push_back(attempt.id);
    return ids;
  }

  Delivery hand_over(const DeliveryDue& due) {
    if (meanwhile_) meanwhile_();
    const std::lock_guard lock(mutex_);
    attempts_.push_back({due.row.id, boot_ms_});
    const auto own = answer_to_.find(due.row.id);
    return own == answer_to_.end() ? answer_ : own->second;
  }

  std::ostringstream log_;
  std::shared_ptr<spdlog::logger> before_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<DeliveryReport> reports_;
  std::vector<Attempt> attempts_;
  Delivery answer_ = kAccepted;
  std::map<std::uint64_t, Delivery> answer_to_;
  std::function<void()> meanwhile_;  // called while a row is on its way
  std::atomic<std::int64_t> boot_ms_ = 1'000'000;
  std::int64_t step_ms_ = 1'000;  // how fast time goes while a test waits
  Courier courier_{
      "mail",
      [this](const DeliveryDue& due, const std::stop_token&) { return hand_over(due); },
      {},
      *this,
      {.now_ms = [this] { return boot_ms_.load(); },
       .boot_ms = [this] { return boot_ms_.load(); },
       .may_deliver = [] { return true; },
       .random = [] { return std::uint32_t{kRetryJitterPercent}; }}};
};

TEST_F(CourierBlock, AboutUsStopsEverythingSlowlyAndEndsNothing) {
  answers(kWrongName);
  for (std::uint64_t id = 1; id <= 3; ++id) take(id);
  courier_.start();
  const auto reports = wait_for(6);
  answers(kAccepted);
  EXPECT_EQ(reports[0].obstacle, Obstacle::kServer) << "one answer may be about its row alone";
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(reports[i].state, DeliveryState::kQueued);
    if (i > 0) {
      EXPECT_EQ(reports[i].obstacle, Obstacle::kUs);
    }
    EXPECT_EQ(reports[i].error, "504 helo; set mail.hello");
  }
  const std::lock_guard lock(mutex_);
  std::int64_t wait_ms = kRetryFirstMs;
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(attempts_[i].id, 1 + i % 3) << "the rows take turns";
    if (i <= 1) continue;  // a second recipient is tried without a wait
    wait_ms *= 2;
    EXPECT_GE(attempts_[i].at_ms - attempts_[i - 1].at_ms, wait_ms);
  }
}

TEST_F(CourierBlock, EverythingGoesOnByItselfOnceOneIsAccepted) {
  answers(kWrongName);
  for (std::uint64_t id = 1; id <= 3; ++id) take(id);
  courier_.start();
  wait_for(5);
  ASSERT_TRUE(courier_.blockage());
  EXPECT_EQ(courier_.blockage()->obstacle, Obstacle::kUs);
  EXPECT_EQ(courier_.blockage()->advice, "set mail.hello");
  answers(kAccepted);
  std::size_t sent = 0;
  for (std::size_t count = 6; sent < 3 && count < 20; ++count) {
    sent += wait_for(count)[count - 1].state == DeliveryState::kSent ? 1 : 0;
    step_ms_ = sent > 0 ? 0 : 1'000;  // from the first on no time is needed
  }
  EXPECT_EQ(sent, 3U);
  EXPECT_FALSE(courier_.blockage());
  EXPECT_EQ(lines("nothing is delivered"), 1U) << log_.str();
  EXPECT_EQ(lines("warning mail: nothing is delivered, everything waits: 504 helo; set mail.hello"),
            1U);
  EXPECT_EQ(lines("info mail: it is delivered again"), 1U) << log_.str();
  EXPECT_EQ(lines("\n"), 5U) << log_.str();
}

TEST_F(CourierBlock, TheLogHasALineForEachNewCause) {
  answers(kServerAway);
  take(1);
  courier_.start();
  wait_for(2);
  answers(kWrongLogin);
  wait_for(5);
  EXPECT_EQ(lines("nothing is delivered"), 2U) << log_.str();
  EXPECT_EQ(lines("535 no; check mail.username"), 1U) << log_.str();
}

TEST_F(CourierBlock, AnAnswerThatOneRowAloneGetsHoldsUpNoOther) {
  answers_to(1, kWrongName);
  for (std::uint64_t id = 1; id <= 4; ++id) take(id);
  courier_.start();
  wait_for(5);
  take(5);
  const auto reports = wait_for(8);
  std::map<std::uint64_t, int> sent;
  std::vector<Obstacle> of_first;
  for (const auto& report : reports) {
    if (report.state == DeliveryState::kSent) ++sent[report.outbox_id];
    if (report.outbox_id == 1) of_first.push_back(report.obstacle);
  }
  EXPECT_EQ(sent, (std::map<std::uint64_t, int>{{2, 1}, {3, 1}, {4, 1}, {5, 1}}));
  ASSERT_GE(of_first.size(), 2U);
  EXPECT_EQ(of_first[0], Obstacle::kServer);
  EXPECT_EQ(of_first[1], Obstacle::kUnknown) << "others were accepted meanwhile";
}

TEST_F(CourierBlock, ARowThatIsRefusedForGoodOrForNowStopsNothing) {
  answers_to(1, kNobody);
  answers_to(2, kGreylisted);
  for (std::uint64_t id = 1; id <= 3; ++id) take(id);
  step_ms_ = 0;
  courier_.start();
  const auto reports = wait_for(3);
  EXPECT_EQ(reports[0].state, DeliveryState::kFailed);
  EXPECT_EQ(reports[1].state, DeliveryState::kQueued);
  EXPECT_EQ(reports[2].state, DeliveryState::kSent);
  EXPECT_FALSE(courier_.blockage());
}

TEST_F(CourierBlock, WhatIsRefusedAgainAndAgainHasOneLine) {
  answers_to(1, kGreylisted);
  take(1);
  courier_.start();
  wait_for(4);
  answers_to(1, kAccepted);
  wait_for(5);
  EXPECT_EQ(lines("warning mail row 1 to row-1@somewhere.example: queued: 451 later"), 1U)
      << log_.str();
  EXPECT_EQ(lines("info mail row 1 to row-1@somewhere.example: sent"), 1U) << log_.str();
}

TEST_F(CourierBlock, AfterTwoLostAnswersItIsNotSentAgain) {
  answers_to(1, kLost);
  answers_to(2, kGreylisted);
  take(1);
  take(2);
  courier_.start();
  wait_for(9);
  const auto tried = ids();
  EXPECT_EQ(std::count(tried.begin(), tried.end(), 1U), 2);
}

TEST_F(CourierBlock, ASuppliersMailWaitsForNoCustomers) {
  for (std::uint64_t id = 1; id <= 20; ++id) take(id, OutboxKind::kOrderMail);
  take(21);
  step_ms_ = 0;
  courier_.start();
  wait_for(21);
  EXPECT_EQ(ids().front(), 21U);
}

TEST_F(CourierBlock, ASupplierWhoseServerBlocksUsStopsNoCustomersMail) {
  answers_to(1, kWrongName);
  take(1);
  take(2, OutboxKind::kOrderMail);
  courier_.start();
  const auto reports = wait_for(2);
  EXPECT_EQ(reports[1].outbox_id, 2U);
  EXPECT_EQ(reports[1].state, DeliveryState::kSent);
}

TEST_F(CourierBlock, OneCustomersServerThatBlocksUsDelaysNoSuppliersMail) {
  answers_to(1, kWrongName);
  take(1, OutboxKind::kOrderMail);
  courier_.start();
  wait_for(5);  // the waits have grown, and nobody else was written to
  step_ms_ = 0;
  take(2);
  const auto reports = wait_for(7);
  EXPECT_EQ(reports[5].outbox_id, 2U);
  EXPECT_EQ(reports[5].state, DeliveryState::kSent);
  EXPECT_EQ(reports[6].obstacle, Obstacle::kUnknown) << "the other is about its row";
  EXPECT_FALSE(courier_.blockage());
}

TEST_F(CourierBlock, MoreMailsToTheOneWhoIsRefusedAreTriedAFewTimesOnly) {
  answers(kWrongName);
  step_ms_ = 0;
  courier_.start();
  for (std::uint64_t id = 1; id <= 10; ++id) {
    DeliveryDue due;
    due.row.id = id;
    due.row.kind = OutboxKind::kOrderMail;
    due.row.to = "always@the-same.example";
    courier_.take(due);
  }
  wait_for(kUnblockTriesMax);
  courier_.stop();
  EXPECT_EQ(ids().size(), kUnblockTriesMax);
}

TEST_F(CourierBlock, APersonWaitsForNothing) {
  answers(kWrongLogin);
  take(1);
  take(2);
  courier_.start();
  wait_for(4);
  answers(kAccepted);
  step_ms_ = 0;
  take(2, OutboxKind::kMail, true);
  const auto reports = wait_for(6);
  EXPECT_EQ(reports[4].outbox_id, 2U);
  EXPECT_EQ(reports[5].outbox_id, 1U) << "and all goes on";
}

TEST_F(CourierBlock, IsOverWhenNothingWaits) {
  answers(kWrongLogin);
  take(1);
  take(2);
  courier_.start();
  wait_for(2);
  courier_.withdraw(1);
  EXPECT_TRUE(courier_.blockage());
  courier_.withdraw(2);
  EXPECT_FALSE(courier_.blockage()) << "a person is told of it no longer";
}

TEST_F(CourierBlock, IsOverWhenTheLastRowIsWithdrawnOnItsWay) {
  answers(kWrongLogin);
  meanwhile_ = [this] { courier_.withdraw(1); };
  take(1);
  courier_.start();
  wait_for(1);
  courier_.stop();
  EXPECT_FALSE(courier_.blockage());
}

TEST_F(CourierBlock, ANewRowDoesNotWaitForOnesThatArePutOff) {
  answers_to(1, kGreylisted);
  take(1);
  courier_.start();
  wait_for(1);
  step_ms_ = 0;
  take(2);
  EXPECT_EQ(wait_for(2)[1].outbox_id, 2U);
}

/// A courier with more rows than it holds in full.
TEST_F(CourierBlock, WhatIsNotHeldIsReadAgainWithWhatIsKnownOfIt) {
  std::vector<DeliveryDue> handed_over;
  std::map<std::uint64_t, int> loads;
  Courier courier("mail",
                  [&](const DeliveryDue& due, const std::stop_token&) {
                    handed_over.push_back(due);
                    const bool first = due.row.attempts == 0 && due.row.id > kDeliveriesHeldMax;
                    return first ? kGreylisted : kAccepted;
                  },
                  {}, *this,
                  {.now_ms = [this] { return boot_ms_.load(); },
                   .boot_ms = [this] { return boot_ms_.load(); },
                   .may_deliver = [] { return true; },
                   .random = [] { return 0U; },
                   .load = [&](std::uint64_t id) -> std::optional<DeliveryDue> {
                     DeliveryDue due;
                     due.row.id = id;
                     due.row.to = "loaded";
                     if (++loads[id] == 1) return std::nullopt;  // cannot be read now
                     return due;
                   }});
  const std::uint64_t last = kDeliveriesHeldMax + 3;
  DeliveryDue due;
  for (due.row.id = 1; due.row.id <= last; ++due.row.id) courier.take(due);
  due.row.id = last;
  due.row.to = "corrected by a person";
  due.at_once = true;
  courier.take(due);
  courier.start();
  std::unique_lock lock(mutex_);
  while (reports_.size() < last + 3) {
    boot_ms_ += 1'000;
    lock.unlock();
    courier.withdraw(0);
    lock.lock();
    changed_.wait_for(lock, std::chrono::milliseconds(1));
  }
  lock.unlock();
  courier.stop();
  ASSERT_EQ(handed_over.size(), last + 3);
  EXPECT_EQ(handed_over.front().row.to, "corrected by a person") << "at once";
  for (const DeliveryDue& each : handed_over) {
    const bool is_held = each.row.id <= kDeliveriesHeldMax;
    const bool is_corrected = each.row.to == "corrected by a person";
    EXPECT_EQ(is_corrected, each.row.id == last) << "what the store shows may be older";
    EXPECT_EQ(each.row.to.empty(), is_held && !is_corrected) << each.row.id;
  }
  EXPECT_EQ(handed_over.back().row.attempts, 1U);
}

}  // namespace
}  // namespace gateway::daemon
