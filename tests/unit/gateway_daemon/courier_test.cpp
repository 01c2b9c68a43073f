// SPDX-License-Identifier: MIT
// Promise: every mail that is due reaches the mailbox, under the same Message-ID
// however often it is tried, also those that were due before a restart; and what
// became of it goes back to the writer.
#include "gateway/daemon/couriers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <set>

#include "fakes/memory_store.h"
#include "gateway/daemon/limits.h"
#include "gateway/engine/engine.h"
#include "support/temp_folder.h"

namespace gateway::daemon {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kNowMs = 1'790'000'000'000;

/// Answers kFull the first `refusals` times; hands the reports to the test.
class ReportInbox final : public intake::Inbox {
 public:
  wire::Status submit(Command command, intake::PendingReply) override {
    if (refusals-- > 0) return wire::Status::kFull;
    reports.set_value(std::get<DeliveryReport>(command));
    return wire::Status::kOk;
  }
  int refusals = 0;
  std::promise<DeliveryReport> reports;
};

class CourierTest : public testing::Test {
 protected:
  CourierTest() {
    Engine engine(store_, Settings{.new_incarnation = 7});
    EXPECT_EQ(engine.open(), wire::Status::kOk);
    ChangeSuppliers suppliers;
    suppliers.rows.push_back({0, "ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}}});
    ChangeItems items;
    items.rows.push_back({0, *wire::Sku::from("A"), {{"name", "Axle"}, {"supplier", "ACME"}}});
    ManualMovement receipt;
    receipt.movement.op = wire::Op::kReceive;
    receipt.movement.sku = *wire::Sku::from("A");
    receipt.movement.to = *wire::Location::from("MAIN");
    receipt.movement.qty = 5;
    const std::vector<Command> batch{suppliers, items, receipt, RunSweep{}};
    effects_ = engine.apply(batch, Now{.wall_ms = kNowMs});
    EXPECT_EQ(store_.commit(), wire::Status::kOk);
    EXPECT_EQ(store_.checkpoint(), wire::Status::kOk);
  }

  mail::Mailer mailer() {
    mail::Settings settings;
    settings.url = "maildir:" + (folder_ / "mail").string();
    auto mailer = mail::Mailer::open(settings);
    EXPECT_TRUE(mailer);
    return std::move(*mailer);
  }

  Courier::Callbacks callbacks() {
    return {.now_ms = [this] { return wall_ms.load(); },
            .boot_ms = [this] { return boot_ms.load(); },
            .may_deliver =
                [this] {
                  ++looks;
                  looks.notify_all();
                  return may_deliver.load();
                },
            .random = [] { return 0U; }};
  }

  /// Once the courier has looked at what it has, and decided: nothing was handed over.
  void expect_nothing_goes(Couriers& couriers) {
    looks.wait(0);
    couriers.stop();
    EXPECT_TRUE(mailbox().empty());
  }

  std::vector<std::string> mailbox() {
    std::vector<std::string> mails;
    for (const auto& file : fs::directory_iterator(folder_ / "mail" / "new")) {
      std::ifstream stream(file.path());
      mails.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return mails;
  }

  std::atomic<std::int64_t> wall_ms = kNowMs + 1;
  std::atomic<std::int64_t> boot_ms = 1'000;
  std::atomic<bool> may_deliver = true;
  std::atomic<int> looks = 0;  // how often the courier asked whether it may deliver
  support::TempFolder temp_;
  fs::path folder_ = temp_.path();
  fakes::MemoryStore store_;
  Effects effects_;
  ReportInbox inbox_;
};

TEST_F(CourierTest, TakesUpWhatWasDueBeforeItStarted) {
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(store_));
  const auto report = inbox_.reports.get_future().get();
  EXPECT_EQ(report.state, DeliveryState::kSent);
  ASSERT_EQ(mailbox().size(), 1U);
  const std::string mail = mailbox().front();
  EXPECT_NE(mail.find("Message-ID: <po-000001.00000007@"), std::string::npos) << mail;
  EXPECT_NE(mail.find("PO-000001.csv"), std::string::npos) << mail;
}

TEST_F(CourierTest, DeliversAMailOfTheLastCommitOnce) {
  ASSERT_EQ(effects_.deliveries.size(), 1U);
  fakes::MemoryStore empty;
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(empty));
  couriers.take(effects_);
  EXPECT_EQ(inbox_.reports.get_future().get().outbox_id, effects_.deliveries[0].row.id);
  couriers.stop();
  EXPECT_EQ(mailbox().size(), 1U);
}

TEST_F(CourierTest, AMailThatCannotBeSentIsReportedWithItsNextTry) {
  fs::remove_all(folder_ / "mail");
  auto broken = mailer();
  fs::remove_all(folder_ / "mail");
  std::ofstream(folder_ / "mail") << "a file where the mailbox should be";
  Couriers couriers({std::move(broken), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(store_));
  const auto report = inbox_.reports.get_future().get();
  EXPECT_EQ(report.state, DeliveryState::kQueued);
  EXPECT_FALSE(report.error.empty());
  EXPECT_GT(report.next_ms, kNowMs + 1);
}

TEST_F(CourierTest, AMailThatWasMadeWithoutAClockIsDatedWhenItGoes) {
  ASSERT_EQ(effects_.deliveries.at(0).row.created_ms, 0) << "the clock was not trusted";
  wall_ms = kNowMs + 7LL * 86'400'000;
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(store_));
  EXPECT_EQ(inbox_.reports.get_future().get().state, DeliveryState::kSent);
  couriers.stop();
  ASSERT_EQ(mailbox().size(), 1U);
  EXPECT_NE(mailbox().front().find("Date: Mon, 28 Sep 2026"), std::string::npos);
}

TEST_F(CourierTest, ARowThatAWrongClockPutOffForDecadesIsDueNow) {
  effects_.deliveries.at(0).row.next_ms = wall_ms + kRetryWaitMaxMs + 1;
  fakes::MemoryStore empty;
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(empty));
  couriers.take(effects_);
  EXPECT_EQ(inbox_.reports.get_future().get().state, DeliveryState::kSent);
}

TEST_F(CourierTest, ARowWaitsAsLongAsTheLongestWait) {
  effects_.deliveries.at(0).row.next_ms = wall_ms + kRetryWaitMaxMs;
  fakes::MemoryStore empty;
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(empty));
  couriers.take(effects_);
  expect_nothing_goes(couriers);
}

TEST_F(CourierTest, ARowGoesAtTheEndOfTheLongestWait) {
  effects_.deliveries.at(0).row.next_ms = wall_ms + kRetryWaitMaxMs;
  fakes::MemoryStore empty;
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(empty));
  couriers.take(effects_);
  boot_ms = 1'000 + kRetryWaitMaxMs;
  EXPECT_EQ(inbox_.reports.get_future().get().state, DeliveryState::kSent);
}

TEST_F(CourierTest, ANewWallTimeChangesNoWait) {
  effects_.deliveries.at(0).row.next_ms = kNowMs + 10'000;
  fakes::MemoryStore empty;
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(empty));
  couriers.take(effects_);
  wall_ms = 0;
  boot_ms = 1'000 + 10'000;
  EXPECT_EQ(inbox_.reports.get_future().get().state, DeliveryState::kSent);
}

TEST_F(CourierTest, NothingGoesWhileTheClockIsNotTrusted) {
  may_deliver = false;
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(store_));
  expect_nothing_goes(couriers);
}

TEST_F(CourierTest, WhatWaitedForTheClockGoesOnceItIsTrusted) {
  may_deliver = false;
  Couriers couriers({mailer(), std::nullopt, {}}, {"main"}, inbox_, callbacks());
  ASSERT_TRUE(couriers.start(store_));
  looks.wait(0);
  may_deliver = true;
  EXPECT_EQ(inbox_.reports.get_future().get().state, DeliveryState::kSent);
}

}  // namespace
}  // namespace gateway::daemon
