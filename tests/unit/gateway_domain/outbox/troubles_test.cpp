// SPDX-License-Identifier: MIT
// Promise: a person hears once of what stands between the outbox and the world, no sooner than
// there is something to do and no later than a day, and no more when it is over; a mail that may
// have arrived twice is not sent a third time; what failed leaves the outbox after thirty days of
// trusted time, is kept, and can be dropped together.

#include "gateway/limits.h"
#include "gateway/verify/verify.h"
#include "order_desk.h"
#include "outbox/failed.h"
#include "outbox/rows.h"

namespace domain_test {
namespace {

using gateway::DeliveryState;
using gateway::Obstacle;
using gateway::OutboxAction;
using gateway::OutboxShare;
using gateway::TaskState;

constexpr std::int64_t kDay = 86'400'000;

/// ACME gets order 1 by mail: row 1. Ann ordered, and gets the mail in row 2.
class Troubles : public OrderDesk {
 protected:
  Troubles() {
    warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
    warehouse.set_item("BOLT",
                       {{"supplier", "ACME"}, {"threshold", "50"}, {"low_stock_flag", "Yes"}});
    warehouse.book(receive("BOLT", "MAIN/A", 20));
    warehouse.sweep();
    submit("4", {{"BOLT", 3}}, {}, "ann@a.example");
    run();
    EXPECT_EQ(warehouse.outbox().size(), 2U);
  }
  void report(std::uint64_t row, DeliveryState state, Obstacle obstacle, std::string error = "no") {
    warehouse.apply(gateway::DeliveryReport{row, state, 0, std::move(error), obstacle});
  }
  void refuse(std::uint64_t row, Obstacle obstacle, std::string error = "no") {
    report(row, DeliveryState::kQueued, obstacle, std::move(error));
  }
  /// Why each open task is there.
  [[nodiscard]] std::vector<std::string> asked() const {
    std::vector<std::string> whys;
    for (const auto& task : warehouse.tasks()) {
      if (task.state == TaskState::kOpen) whys.push_back(task.why);
    }
    return whys;
  }
  [[nodiscard]] std::vector<gateway::OutboxRow> archive() const {
    std::vector<gateway::OutboxRow> rows;
    gateway::scan_outbox_archive(warehouse.store, 0, [&](std::uint64_t, const auto& row) {
      rows.push_back(row);
      return true;
    });
    return rows;
  }
  gateway::Outcome archive_failed(std::uint64_t most = 64) {
    return warehouse.apply(gateway::ArchiveFailed{most});
  }
  void expect_sound() { EXPECT_EQ(problems_of(warehouse.store), ""); }

  const std::vector<std::string> kNothing;
  const std::vector<std::string> kBlocked{"outbox_blocked"};
  const std::vector<std::string> kStuck{"outbox_stuck"};
  const std::vector<std::string> kUnsure{"outbox_unsure"};
};

TEST_F(Troubles, AboutUsAreToldOnceAndWithdrawnWhenAMailGoes) {
  refuse(1, Obstacle::kUs, "504 5.5.2 Helo command rejected; set mail.hello");
  EXPECT_EQ(asked(), kBlocked);
  EXPECT_EQ(warehouse.tasks().back().detail,
            "no mail goes out: 504 5.5.2 Helo command rejected; set mail.hello");
  refuse(2, Obstacle::kUs, "535 no");
  EXPECT_EQ(asked(), kBlocked);
  EXPECT_EQ(warehouse.tasks().back().detail, "no mail goes out: 535 no") << "the newest cause";
  report(2, DeliveryState::kFailed, Obstacle::kRow);
  EXPECT_EQ(asked(), kBlocked) << "that no mail goes out may still be so";
  report(1, DeliveryState::kSent, Obstacle::kNone);
  EXPECT_EQ(asked(), kNothing);
  expect_sound();
}

TEST_F(Troubles, AboutUsAreToldAgainTheNextTime) {
  refuse(1, Obstacle::kUs);
  report(2, DeliveryState::kSent, Obstacle::kNone);
  refuse(1, Obstacle::kUs);
  EXPECT_EQ(asked(), kBlocked);
  EXPECT_EQ(warehouse.tasks().size(), 2U);
}

TEST_F(Troubles, AboutUsAreOverWhenNothingIsLeftToSend) {
  refuse(1, Obstacle::kUs);
  warehouse.apply(gateway::ChangeOutbox{1, OutboxAction::kDrop});
  EXPECT_EQ(asked(), kBlocked) << "Ann's mail still waits";
  warehouse.apply(gateway::ChangeOutbox{2, OutboxAction::kDrop});
  EXPECT_EQ(asked(), kNothing);
  expect_sound();
}

TEST_F(Troubles, ThatAPersonDismissedAreNotToldAgain) {
  refuse(1, Obstacle::kUs);
  warehouse.dismiss(1);
  refuse(1, Obstacle::kUs, "another answer");
  EXPECT_EQ(asked(), kNothing);
  report(1, DeliveryState::kSent, Obstacle::kNone);
  EXPECT_EQ(warehouse.tasks().at(0).state, TaskState::kDismissed);
}

TEST_F(Troubles, WithAServerThatIsAwayAreToldAfterADay) {
  refuse(1, Obstacle::kServer, "cannot connect");
  warehouse.now.wall_ms += kDay - 1;
  refuse(2, Obstacle::kServer, "cannot connect");
  EXPECT_EQ(asked(), kNothing);
  warehouse.now.wall_ms += 1;
  refuse(1, Obstacle::kServer, "cannot connect");
  EXPECT_EQ(asked(), kBlocked);
  report(1, DeliveryState::kSent, Obstacle::kNone);
  EXPECT_EQ(asked(), kNothing);
}

TEST_F(Troubles, WithAnAnswerThatNobodyKnowsAreToldAfterADay) {
  refuse(1, Obstacle::kUnknown, "554 no");
  warehouse.now.wall_ms += kDay - 1;
  refuse(1, Obstacle::kUnknown, "554 no");
  EXPECT_EQ(asked(), kNothing);
  warehouse.now.wall_ms += 1;
  refuse(1, Obstacle::kUnknown, "554 no");
  EXPECT_EQ(asked(), kStuck);
  const std::string detail = warehouse.tasks().back().detail;
  EXPECT_NE(detail.find("554 no"), std::string::npos) << detail;
  EXPECT_NE(detail.find("outbox drop 1"), std::string::npos) << detail;
  refuse(1, Obstacle::kUnknown, "554 no");
  EXPECT_EQ(asked(), kStuck) << "once";
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U) << "it is still tried";
  report(1, DeliveryState::kSent, Obstacle::kNone);
  EXPECT_EQ(asked(), kNothing);
}

TEST_F(Troubles, WithAFullMailboxAreToldAfterFourDays) {
  refuse(1, Obstacle::kRow, "552 5.2.2 mailbox full");
  warehouse.now.wall_ms += 4 * kDay - 1;
  refuse(1, Obstacle::kRow, "552 5.2.2 mailbox full");
  EXPECT_EQ(asked(), kNothing);
  warehouse.now.wall_ms += 1;
  refuse(1, Obstacle::kRow, "552 5.2.2 mailbox full");
  EXPECT_EQ(asked(), kStuck);
}

TEST_F(Troubles, AreCountedInDaysOnlyByATrustedClock) {
  warehouse.now.wall_trusted = false;
  warehouse.now.wall_ms -= 400 * kDay;
  refuse(1, Obstacle::kUnknown);
  refuse(2, Obstacle::kServer);
  warehouse.now.wall_ms += 400 * kDay;
  warehouse.now.wall_trusted = true;
  refuse(1, Obstacle::kUnknown);
  refuse(2, Obstacle::kServer);
  EXPECT_EQ(asked(), kNothing) << "a day begins when the time is known";
  warehouse.now.wall_ms += 2 * kDay;
  warehouse.now.wall_trusted = false;
  refuse(1, Obstacle::kUnknown);
  refuse(2, Obstacle::kServer);
  EXPECT_EQ(asked(), kNothing);
}

TEST_F(Troubles, AfterTwoLostAnswersAPersonDecides) {
  report(1, DeliveryState::kMaybeSent, Obstacle::kNone);
  EXPECT_EQ(asked(), kNothing);
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U) << "the first may be repeated";
  refuse(1, Obstacle::kRow, "451 later");
  report(1, DeliveryState::kMaybeSent, Obstacle::kNone);
  EXPECT_EQ(asked(), kUnsure);
  EXPECT_TRUE(warehouse.last().deliveries.empty());
  EXPECT_EQ(gateway::list_deliveries(warehouse.store).size(), 1U) << "nor after a restart";

  warehouse.change_row(1, OutboxAction::kRetry);
  EXPECT_EQ(asked(), kNothing);
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U);
  EXPECT_TRUE(warehouse.last().deliveries[0].at_once);
  report(1, DeliveryState::kMaybeSent, Obstacle::kNone);
  EXPECT_EQ(warehouse.last().deliveries.size(), 1U) << "it counts anew";
  report(1, DeliveryState::kMaybeSent, Obstacle::kNone);
  EXPECT_EQ(asked(), kUnsure);
  warehouse.change_row(1, OutboxAction::kDrop);
  EXPECT_EQ(asked(), kNothing);
  expect_sound();
}

TEST_F(Troubles, AnOrderThatIsConfirmedNeedsNoAnswerAboutItsMail) {
  report(1, DeliveryState::kMaybeSent, Obstacle::kNone);
  report(1, DeliveryState::kMaybeSent, Obstacle::kNone);
  warehouse.change(1, gateway::PurchaseAction::kConfirm);
  EXPECT_EQ(asked(), kNothing);
}

TEST_F(Troubles, OfAPostDoNotEndWithLostAnswers) {
  auto settings = warehouse.settings();
  settings.upstream = true;
  warehouse.restart(settings);
  warehouse.book(receive("BOLT", "EAST/A", 1));  // row 3: its alert
  for (int i = 0; i < 3; ++i) {
    report(3, DeliveryState::kMaybeSent, Obstacle::kServer);
    EXPECT_EQ(warehouse.last().deliveries.size(), 1U) << "its key tells a repeat";
  }
}

TEST_F(Troubles, WhatFailedIsArchivedAfterThirtyDays) {
  report(1, DeliveryState::kFailed, Obstacle::kRow, "550 5.1.1 nobody");
  const auto failed = *gateway::find_outbox(warehouse.store, 1);
  warehouse.now.wall_ms += kDay;
  report(2, DeliveryState::kFailed, Obstacle::kRow);
  warehouse.now.wall_ms += 29 * kDay - 1;
  EXPECT_EQ(archive_failed().changed, 0U);
  warehouse.now.wall_ms += 1;
  warehouse.now.wall_trusted = false;
  EXPECT_EQ(archive_failed().changed, 0U);
  warehouse.now.wall_trusted = true;
  EXPECT_EQ(archive_failed().changed, 1U);
  EXPECT_EQ(archive(), std::vector{failed});
  ASSERT_EQ(warehouse.outbox().size(), 1U);
  EXPECT_EQ(warehouse.outbox()[0].id, 2U);
  EXPECT_EQ(warehouse.purchase(1).mail, 0U) << "it can be sent anew";
  expect_sound();
  warehouse.now.wall_ms += kDay;
  EXPECT_EQ(archive_failed().changed, 1U);
  EXPECT_EQ(archive().size(), 2U);
  expect_sound();
}

TEST_F(Troubles, WhatIsTriedAgainIsNotArchived) {
  report(1, DeliveryState::kFailed, Obstacle::kRow);
  warehouse.change_row(1, OutboxAction::kRetry);
  warehouse.now.wall_ms += 31 * kDay;
  EXPECT_EQ(archive_failed().changed, 0U);
  expect_sound();
  report(1, DeliveryState::kFailed, Obstacle::kRow);
  EXPECT_EQ(archive_failed().changed, 0U) << "the thirty days begin again";
  expect_sound();
}

TEST_F(Troubles, ThirtyDaysBeginWhenTheTimeIsKnown) {
  warehouse.now.wall_trusted = false;
  const auto right_ms = warehouse.now.wall_ms;
  warehouse.now.wall_ms = 1;  // 1970
  report(1, DeliveryState::kFailed, Obstacle::kRow);
  warehouse.now = {.wall_ms = right_ms, .wall_trusted = true};
  EXPECT_EQ(archive_failed().changed, 0U);
  expect_sound();
  warehouse.now.wall_ms += 30 * kDay - 1;
  EXPECT_EQ(archive_failed().changed, 0U);
  warehouse.now.wall_ms += 1;
  EXPECT_EQ(archive_failed().changed, 1U);
}

TEST_F(Troubles, ThatFailedAreDroppedTogetherByKind) {
  submit("5", {{"BOLT", 3}}, {}, "bob@b.example");
  submit("6", {{"BOLT", 3}}, {}, "cat@c.example");
  run();
  for (const auto& row : warehouse.outbox()) {
    if (row.id != 4) report(row.id, DeliveryState::kFailed, Obstacle::kRow);
  }
  auto outcome = warehouse.apply(gateway::DropFailed{OutboxShare::kCustomer, 1});
  EXPECT_EQ(outcome.changed, 1U);
  EXPECT_TRUE(outcome.more);
  outcome = warehouse.apply(gateway::DropFailed{OutboxShare::kCustomer, 1});
  EXPECT_EQ(outcome.changed, 1U);
  EXPECT_FALSE(outcome.more);
  ASSERT_EQ(warehouse.outbox().size(), 2U) << "the supplier's, and the one that did not fail";
  EXPECT_EQ(warehouse.outbox()[0].id, 1U);
  outcome = warehouse.apply(gateway::DropFailed{{}, 64});
  EXPECT_EQ(outcome.changed, 1U);
  ASSERT_EQ(warehouse.outbox().size(), 1U);
  EXPECT_EQ(warehouse.outbox()[0].id, 4U);
  EXPECT_TRUE(archive().empty());
  expect_sound();
}

TEST_F(Troubles, TheArchiveKeepsTheNewest) {
  auto counters = *gateway::get_row<gateway::Counters>(warehouse.store, gateway::Table::kMeta,
                                                       gateway::kCountersKey);
  counters.archived = gateway::kOutboxArchiveMax;
  gateway::put_row(warehouse.store, gateway::Table::kMeta, gateway::kCountersKey, counters);
  const auto oldest = gateway::number_key(1);
  gateway::put_row(warehouse.store, gateway::Table::kOutboxArchive, oldest, gateway::OutboxRow{});
  report(1, DeliveryState::kFailed, Obstacle::kRow);
  warehouse.now.wall_ms += 30 * kDay;
  EXPECT_EQ(archive_failed().changed, 1U);
  EXPECT_FALSE(warehouse.store.get(gateway::Table::kOutboxArchive, oldest));
  ASSERT_EQ(archive().size(), 1U);
  // As if it were the only one that ever came.
  gateway::put_row(warehouse.store, gateway::Table::kOutboxArchive, oldest, archive().front());
  warehouse.store.erase(gateway::Table::kOutboxArchive, gateway::number_key(counters.archived + 1));
  counters = *gateway::get_row<gateway::Counters>(warehouse.store, gateway::Table::kMeta,
                                                  gateway::kCountersKey);
  counters.archived = 1;
  gateway::put_row(warehouse.store, gateway::Table::kMeta, gateway::kCountersKey, counters);
}

}  // namespace
}  // namespace domain_test
