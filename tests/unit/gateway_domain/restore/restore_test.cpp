// SPDX-License-Identifier: MIT
// Promise: a store that was restored, copied or lost something gives no number out twice and
// sends nothing twice by itself: documents and mails wait until a person names the last numbers
// that others have, and each thing that may have been sent asks.
// Method: the engine on a store in memory that is told of it at every point of an order's life.
#include "gateway/restore/restore.h"
#include "gateway/restore/second_gateway.h"

#include "damage.h"
#include "gateway/text/calendar.h"
#include "order_desk.h"
#include "restore/rows.h"

namespace domain_test {
namespace {

using gateway::ConfirmRestored;
using gateway::DeliveryState;
using gateway::OutboxAction;
using gateway::PurchaseAction;
using gateway::PurchaseState;
using gateway::TaskState;
using gateway::TellOfMove;
using gateway::Verdict;

class Restored : public OrderDesk {
 protected:
  Restored() {
    warehouse.set_supplier("ACME", {{"name", "Acme"}, {"email", "a@acme.example"}});
    warehouse.set_item("SCREW", {{"supplier", "ACME"}, {"threshold", "10"}});
    warehouse.book(receive("BOLT", "MAIN/A", 50));
  }
  /// The first movement of SCREW, which is then low.
  void need_screws() { warehouse.book(receive("SCREW", "MAIN/A", 1)); }
  gateway::Outcome answer(std::uint64_t last_invoice, std::uint64_t last_purchase,
                          bool sure = false) {
    return warehouse.apply(ConfirmRestored{.last_invoice = last_invoice,
                                           .last_purchase = last_purchase,
                                           .sure = sure,
                                           .by = text<wire::Operator>("JANE")});
  }
  [[nodiscard]] bool waits() const { return gateway::restore_wait(warehouse.store).has_value(); }
  [[nodiscard]] std::vector<std::string> open_tasks() const {
    std::vector<std::string> whys;
    for (const auto& task : warehouse.tasks()) {
      if (task.state == TaskState::kOpen) whys.push_back(task.why);
    }
    return whys;
  }
};

TEST_F(Restored, MakesNoInvoiceUntilTheLastNumberIsNamedAndThenGoesOnAfterIt) {
  warehouse.apply(TellOfMove{});
  EXPECT_TRUE(warehouse.last().documents_wait);
  submit("1007", {{"BOLT", 2}}, {}, "jane@example.org");
  for (const auto stage : {OrderStage::kReceive, OrderStage::kCheck}) step(stage);
  EXPECT_TRUE(step(OrderStage::kInvoice).stalled);
  EXPECT_EQ(order("1007").invoice, 0U);
  EXPECT_EQ(reserved("BOLT", "MAIN/A"), 2) << "stock goes on";
  EXPECT_EQ(answer(12, 0).changed, 12U);
  EXPECT_FALSE(warehouse.last().documents_wait);
  ASSERT_EQ(warehouse.last().work.size(), 1U) << "the invoicer is woken";
  run();
  EXPECT_EQ(order("1007").invoice, 13U);
  ASSERT_EQ(invoices().size(), 13U);
  EXPECT_EQ(invoices()[11].restored_ms, warehouse.now.wall_ms);
  EXPECT_TRUE(invoices()[11].order.empty());
  ASSERT_EQ(mails().size(), 1U);
  EXPECT_EQ(mails()[0].state, DeliveryState::kQueued) << "it came after the restore";
}

TEST_F(Restored, OrdersNothingUntilTheLastNumberIsNamedAndThenGoesOnAfterIt) {
  warehouse.apply(TellOfMove{});
  need_screws();
  EXPECT_TRUE(warehouse.sweep().stalled) << "who asks for it is told";
  EXPECT_TRUE(warehouse.position("SCREW").low) << "alerts go on";
  EXPECT_TRUE(warehouse.purchases().empty());
  EXPECT_EQ(answer(0, 17).changed, 17U);
  EXPECT_FALSE(warehouse.sweep().stalled);
  ASSERT_EQ(warehouse.purchases().size(), 18U);
  EXPECT_EQ(warehouse.purchase(17).state(), PurchaseState::kUnknown);
  EXPECT_FALSE(gateway::is_shown(warehouse.purchase(17), 18));
  EXPECT_EQ(warehouse.purchase(18).state(), PurchaseState::kApproved);
  EXPECT_EQ(warehouse.outbox().at(0).purchase_order, 18U);
}

TEST_F(Restored, RefusesALastNumberThatCannotBe) {
  need_screws();
  warehouse.sweep();
  place("1007", {{"BOLT", 2}});
  warehouse.apply(TellOfMove{});
  const auto refused = answer(0, 0);
  EXPECT_EQ(refused.verdict, Verdict::kRefused);
  EXPECT_EQ(reasons_of(refused),
            "last_invoice: must be INV-000001 or later: that one is in the store, so it was given "
            "out\n"
            "last_po: must be PO-000001 or later: that one is in the store, so it was given out\n");
  EXPECT_EQ(answer(10'002, 1).verdict, Verdict::kRefused) << "a slip of the finger";
  EXPECT_EQ(answer(1, 10'002).verdict, Verdict::kRefused);
  EXPECT_EQ(answer(100'002, 1, true).verdict, Verdict::kRefused) << "too many at once";
  EXPECT_EQ(answer(~std::uint64_t{0}, 1, true).verdict, Verdict::kRefused);
  EXPECT_TRUE(waits());
  EXPECT_EQ(invoices().size(), 1U);
  EXPECT_EQ(answer(10'001, 1).verdict, Verdict::kDone);
  EXPECT_FALSE(waits());
  EXPECT_EQ(answer(20'002, 1).verdict, Verdict::kRefused);
  EXPECT_EQ(answer(20'002, 1, true).changed, 10'001U) << "a later answer goes on from there";
  EXPECT_EQ(answer(20'003, 1).verdict, Verdict::kRefused) << "nothing waits for it any more";
}

TEST_F(Restored, AsksOfEachThingThatMayHaveBeenSentAndSendsNoneByItself) {
  place("1007", {{"BOLT", 2}}, {}, "jane@example.org");
  need_screws();
  warehouse.sweep();  // approved, its mail waits
  ASSERT_EQ(warehouse.outbox().size(), 2U);
  warehouse.apply(TellOfMove{});
  EXPECT_EQ(answer(1, 1).verdict, Verdict::kDone);
  for (const auto& row : warehouse.outbox()) EXPECT_EQ(row.state, DeliveryState::kInDoubt);
  EXPECT_EQ(warehouse.last().withdrawn.size(), 2U) << "couriers forget them";
  EXPECT_TRUE(gateway::list_deliveries(warehouse.store).empty()) << "after a restart too";
  EXPECT_EQ(open_tasks(), std::vector<std::string>{"sent_or_send"});
  warehouse.sweep();
  EXPECT_TRUE(warehouse.last().deliveries.empty());

  warehouse.change_row(1, OutboxAction::kRetry);
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U) << "not sent: a person sends it";
  EXPECT_EQ(warehouse.last().deliveries[0].row.state, DeliveryState::kQueued);
  warehouse.change_row(2, OutboxAction::kDrop);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kSent) << "it was sent";
}

TEST_F(Restored, TriesNothingAgainUntilTheLastNumberIsNamed) {
  place("1007", {{"BOLT", 2}}, {}, "jane@example.org");
  warehouse.apply(TellOfMove{});
  const auto refused = warehouse.change_row(1, OutboxAction::kRetry);
  EXPECT_EQ(reasons_of(refused),
            "outbox: nothing leaves until you name the last numbers that were given out: shelfctl "
            "restored --last-invoice N --last-po M. Then try it again\n");
  EXPECT_TRUE(warehouse.last().deliveries.empty());
  answer(1, 0);
  EXPECT_EQ(warehouse.change_row(1, OutboxAction::kRetry).verdict, Verdict::kDone);
}

TEST_F(Restored, NamesTheTimeSinceWhichSomethingIsLost) {
  warehouse.now.wall_ms += 3'600'000;  // later than the entry
  const auto detail_after = [&](gateway::LedgerSeq seq) {
    warehouse.apply(gateway::TellOfLoss{seq});
    return warehouse.tasks().back().detail;
  };
  const std::string last = "after ledger entry 1 of " +
                           gateway::rfc3339(warehouse.entry(1).received_ms) + ": scanners send";
  EXPECT_NE(detail_after(1).find(last), std::string::npos) << warehouse.tasks().back().detail;
  EXPECT_NE(detail_after(0).find("after ledger entry 0: scanners send"), std::string::npos);
  EXPECT_TRUE(
      warehouse.tasks()[0].detail.ends_with("shelfctl restored --last-invoice N --last-po M"))
      << "it is not cut off";
}

TEST_F(Restored, KeepsTheTasksThatAskUntilTheAnswer) {
  warehouse.apply(TellOfMove{});
  warehouse.apply(gateway::TellOfLoss{1});
  for (const std::uint64_t task : {1U, 2U}) {
    const std::string id = std::to_string(task);
    for (const auto& refused : {warehouse.dismiss(task), warehouse.settle(task, "BOLT")}) {
      EXPECT_EQ(reasons_of(refused), "id: task " + id +
                                         " stays open until you name the last numbers that were "
                                         "given out: shelfctl restored --last-invoice N --last-po "
                                         "M\n");
    }
  }
  EXPECT_EQ(open_tasks().size(), 2U);
  answer(0, 0);
  EXPECT_TRUE(open_tasks().empty());
}

TEST_F(Restored, AProposedOrderIsInDoubtUntilAPersonSendsOrConfirmsIt) {
  for (const auto action : {PurchaseAction::kSend, PurchaseAction::kApprove,
                            PurchaseAction::kConfirm, PurchaseAction::kCancel}) {
    Warehouse site;
    site.set_supplier("ACME", {{"name", "Acme"}, {"email", "a@acme.example"}});
    site.set_item("SCREW", {{"supplier", "ACME"}, {"threshold", "10"}});
    site.book(receive("SCREW", "MAIN/A", 1));
    site.apply(TellOfMove{});
    EXPECT_EQ(site.change(1, PurchaseAction::kSend).verdict, Verdict::kRefused);
    EXPECT_EQ(site.apply(ConfirmRestored{.last_purchase = 1}).verdict, Verdict::kDone);
    EXPECT_EQ(site.purchase(1).state(), PurchaseState::kInDoubt);
    site.sweep();
    EXPECT_EQ(site.purchase(1).state(), PurchaseState::kInDoubt) << "no sweep sends it";
    EXPECT_EQ(site.purchases().size(), 1U) << "and none orders the same again";
    EXPECT_EQ(site.change(1, action).verdict, Verdict::kDone);
    const bool sent = action == PurchaseAction::kSend || action == PurchaseAction::kApprove;
    ASSERT_EQ(site.outbox().size(), sent ? 1U : 0U);
    if (sent) {
      EXPECT_EQ(site.outbox()[0].message_id.substr(0, 13), "po-000001.r2.") << "a repeat, maybe";
    }
    EXPECT_EQ(problems_of(site.store), "");
  }
}

TEST_F(Restored, GoodsOfAnOrderInDoubtAreTaken) {
  need_screws();
  warehouse.apply(TellOfMove{});
  answer(0, 1);
  warehouse.book(receive("SCREW", "MAIN/A", 19));
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kReceived);
}

TEST_F(Restored, AsksWhetherACustomerOfBeforeGotAnInvoiceThatIsNotHere) {
  place("old", {{"CAP", 3}}, OrderPolicy::kBackorder, "jane@example.org");
  for (const auto& mail : mails()) warehouse.report(mail.id, DeliveryState::kSent);
  warehouse.apply(TellOfMove{});
  answer(4, 0);
  warehouse.book(receive("CAP", "MAIN/A", 3));
  run();
  EXPECT_EQ(order("old").invoice, 5U);
  ASSERT_EQ(mails().size(), 1U);
  EXPECT_EQ(mails()[0].state, DeliveryState::kInDoubt) << "one of 1 to 4 may have been its";
}

TEST_F(Restored, AsksNothingWhereNoNumberIsMissing) {
  place("old", {{"CAP", 3}}, OrderPolicy::kBackorder, "jane@example.org");
  for (const auto& mail : mails()) warehouse.report(mail.id, DeliveryState::kSent);
  warehouse.apply(TellOfMove{});
  answer(0, 0);
  warehouse.book(receive("CAP", "MAIN/A", 3));
  run();
  EXPECT_EQ(mails().at(0).state, DeliveryState::kQueued);
  EXPECT_TRUE(open_tasks() == std::vector<std::string>{"no_price"}) << "CAP has none";
}

TEST_F(Restored, EachBeginningIsAnotherIncarnationAndOneAnswerEndsThemAll) {
  const auto first = gateway::incarnation(warehouse.store);
  warehouse.apply(TellOfMove{});
  const auto second = gateway::incarnation(warehouse.store);
  warehouse.apply(gateway::TellOfLoss{3});
  const auto third = gateway::incarnation(warehouse.store);
  EXPECT_EQ(first.generation, 1U);
  EXPECT_EQ(second.generation, 2U);
  EXPECT_EQ(third.generation, 3U);
  EXPECT_NE(first.id, second.id);
  EXPECT_NE(second.id, third.id);
  EXPECT_EQ(warehouse.last().incarnation, third);
  EXPECT_EQ(open_tasks(), (std::vector<std::string>{"store_moved", "acked_lost"}));
  answer(0, 0);
  EXPECT_TRUE(open_tasks().empty());
  EXPECT_EQ(warehouse.tasks()[0].closed_by, "JANE");
}

TEST_F(Restored, WhatOthersWereToldOfAnEntryThatIsNotHereShowsIt) {
  const auto first = gateway::incarnation(warehouse.store);
  const auto ledger = warehouse.ledger_length();
  warehouse.apply(gateway::TellOfNewerSeq{ledger, ledger});
  EXPECT_EQ(gateway::incarnation(warehouse.store), first);
  EXPECT_FALSE(waits());
  warehouse.book(receive("BOLT", "MAIN/A", 1));
  warehouse.apply(gateway::TellOfNewerSeq{ledger + 1, ledger});
  EXPECT_TRUE(waits()) << "that as many were booked since does not hide it";
  EXPECT_EQ(open_tasks(), std::vector<std::string>{"store_older"});
  warehouse.apply(gateway::TellOfNewerSeq{ledger + 1, ledger});
  EXPECT_EQ(gateway::incarnation(warehouse.store).generation, 2U) << "told once while it asks";
}

TEST_F(Restored, AnAttemptThatWasOnItsWayEndsTheDoubtOnlyIfItArrived) {
  place("1007", {{"BOLT", 2}}, {}, "jane@example.org");
  warehouse.apply(TellOfMove{});
  answer(1, 0);
  warehouse.report(1, DeliveryState::kQueued, "451");
  EXPECT_EQ(mails().at(0).state, DeliveryState::kInDoubt);
  EXPECT_TRUE(warehouse.last().deliveries.empty());
  warehouse.report(1, DeliveryState::kSent);
  EXPECT_TRUE(mails().empty());
}

class TwoGateways : public DomainTest {
 protected:
  static constexpr gateway::GatewayIdentity kOther{0xb, 1'790'000'000'000, {0x2, 2}, 4};
  gateway::Outcome tell(bool holds, std::uint32_t run = kOther.run) {
    auto other = kOther;
    other.run = run;
    return warehouse.apply(gateway::TellOfSecondGateway{other, holds});
  }
};

TEST_F(TwoGateways, DecideAlikeAndOneOfThemGoesOn) {
  const gateway::GatewayIdentity base{5, 100, {1, 3}, 1};
  auto claimed = base, copy = base, later = base, run = base, older = base;
  claimed.claim = 2, claimed.incarnation.generation = 9;
  copy.incarnation = {7, 4}, copy.started_ms = 1;
  later.started_ms = 101, later.run = 1;
  run.run = 6;
  older = {0, 900, {}, 0};
  for (const auto& [winner, loser] : {std::pair(claimed, base), std::pair(base, copy),
                                      std::pair(base, later), std::pair(base, run)}) {
    EXPECT_TRUE(gateway::goes_on(winner, loser));
    EXPECT_FALSE(gateway::goes_on(loser, winner));
  }
  EXPECT_TRUE(gateway::goes_on(base, older)) << "a person has claimed";
  const gateway::GatewayIdentity unclaimed{5, 100, {1, 3}, 0};
  EXPECT_FALSE(gateway::goes_on(unclaimed, older)) << "that one would never hold";
}

TEST_F(TwoGateways, TheOneThatHoldsSaysSoOnceAndAfterARestart) {
  tell(true);
  EXPECT_TRUE(warehouse.last().held);
  tell(true);
  ASSERT_EQ(warehouse.tasks().size(), 1U);
  EXPECT_EQ(warehouse.tasks()[0].why, "second_gateway");
  EXPECT_NE(warehouse.tasks()[0].detail.find("shelfctl gateway take-over"), std::string::npos);
  warehouse.restart();
  EXPECT_TRUE(gateway::standing(warehouse.store).held);
}

TEST_F(TwoGateways, TheOneThatGoesOnTellsOfEachRunOfTheOther) {
  tell(false);
  tell(false);
  EXPECT_FALSE(warehouse.last().held);
  EXPECT_EQ(warehouse.tasks().size(), 1U);
  tell(false, 0xc);
  ASSERT_EQ(warehouse.tasks().size(), 2U);
  EXPECT_EQ(warehouse.tasks()[0].state, TaskState::kWithdrawn) << "one question at a time";
}

TEST_F(TwoGateways, APersonLetsTheOneThatHoldsTakeOver) {
  EXPECT_EQ(warehouse.apply(gateway::TakeOver{}).verdict, Verdict::kRefused);
  tell(true);
  const gateway::TakeOver by_jane{text<wire::Operator>("JANE"), {}};
  EXPECT_EQ(warehouse.apply(by_jane).verdict, Verdict::kDone);
  EXPECT_FALSE(warehouse.last().held);
  EXPECT_EQ(warehouse.last().claim, 5U) << "above the other's";
  EXPECT_EQ(warehouse.tasks()[0].state, TaskState::kWithdrawn);
  EXPECT_EQ(warehouse.tasks()[0].closed_by, "JANE");
}

class VerifyFindsOfARestore : public VerifyFinds {
 protected:
  VerifyFindsOfARestore() {
    warehouse.apply(TellOfMove{});
    EXPECT_EQ(problems_of(warehouse.store), "");
  }
  void skip() {
    warehouse.apply(ConfirmRestored{.last_invoice = 30, .last_purchase = 30});
    EXPECT_EQ(problems_of(warehouse.store), "");
  }
};

TEST_F(VerifyFindsOfARestore, AWaitThatAsksNobody) {
  edit<gateway::RestoredRow>(gateway::Table::kMeta, "restored",
                             [](gateway::RestoredRow& row) { row.tasks.clear(); });
  expect_problem("a restore and its tasks differ");
}
TEST_F(VerifyFindsOfARestore, ANumberThatIsLater) {
  edit<gateway::RestoredRow>(gateway::Table::kMeta, "restored",
                             [](gateway::RestoredRow& row) { row.outbox += 1000; });
  expect_problem("a restore names what was made after it");
}
TEST_F(VerifyFindsOfARestore, ANewIncarnationWithoutItsBeginning) {
  warehouse.store.erase(gateway::Table::kMeta, "restored");
  expect_problem("the incarnation's number and how it began differ");
}
TEST_F(VerifyFindsOfARestore, AHoldForNobody) {
  edit<gateway::Counters>(gateway::Table::kMeta, "counters",
                          [](gateway::Counters& counters) { counters.held = true; });
  expect_problem("the gateway holds for one that was never seen");
}
TEST_F(VerifyFindsOfARestore, AnUnknownInvoiceWithContent) {
  skip();
  edit<gateway::Invoice>(gateway::Table::kInvoices, gateway::number_key(30),
                         [](gateway::Invoice& invoice) { invoice.order = "1007"; });
  expect_problem("INV-000030 is unknown, and yet has content");
}
TEST_F(VerifyFindsOfARestore, AnUnknownPurchaseOrderWithContent) {
  skip();
  edit<gateway::PurchaseOrder>(gateway::Table::kPurchaseOrders, gateway::number_key(30),
                               [](gateway::PurchaseOrder& order) { order.supplier = "ACME"; });
  expect_problem("PO-000030 is unknown, and yet has content");
}

}  // namespace
}  // namespace domain_test
