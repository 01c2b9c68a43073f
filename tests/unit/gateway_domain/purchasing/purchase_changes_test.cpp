// SPDX-License-Identifier: MIT
// Promise: a person approves, sends, confirms and cancels purchase orders where their
// state allows it and is told why where it does not; nothing that was cancelled is
// ordered again until its alert has fallen or a person says so.

#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::DeliveryState;
using gateway::PurchaseAction;
using gateway::PurchaseState;
using gateway::TaskState;
using gateway::Verdict;

const gateway::Settings kByHand{
    .site = "main", .approve_by_itself = false, .new_incarnation = 0x5107e1d};
const gateway::Settings kByItself{.site = "main", .new_incarnation = 0x5107e1d};

/// BOLT at 20 of 50, which asks for 80: order 1, which waits for a person.
class PurchaseChanges : public DomainTest {
 protected:
  PurchaseChanges() {
    warehouse.restart(kByHand);
    warehouse.set_supplier("ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}});
    warehouse.set_item("BOLT", {{"supplier", "ACME"}, {"threshold", "50"}});
    warehouse.set_item("NUT", {{"supplier", "ACME"}, {"threshold", "10"}});
    warehouse.book(receive("BOLT", "MAIN/A", 20));
    EXPECT_EQ(warehouse.purchase(1).lines.at(0).qty, 80);
  }
  gateway::Outcome act(PurchaseAction action, std::uint64_t number = 1) {
    return warehouse.change(number, action, "because");
  }
  void expect_done(PurchaseAction action) { EXPECT_EQ(act(action).verdict, Verdict::kDone); }
  void expect_refused(PurchaseAction action, std::string_view why) {
    const auto before = dump(warehouse.store);
    const auto outcome = act(action);
    EXPECT_EQ(outcome.verdict, Verdict::kRefused);
    EXPECT_EQ(reasons_of(outcome), std::string(why) + '\n');
    EXPECT_EQ(dump(warehouse.store), before);
  }
  [[nodiscard]] PurchaseState state(std::uint64_t number = 1) const {
    return warehouse.purchase(number).state();
  }
  /// The supplier has order 1.
  void send_out() {
    expect_done(PurchaseAction::kApprove);
    warehouse.report(warehouse.purchase(1).mail, DeliveryState::kSent);
    EXPECT_EQ(state(), PurchaseState::kSent);
  }
};

TEST_F(PurchaseChanges, AProposedOrderWaitsForAPersonAndGathersLines) {
  warehouse.sweep();
  warehouse.book(receive("NUT", "MAIN/A", 5));
  warehouse.sweep();
  EXPECT_EQ(state(), PurchaseState::kProposed);
  EXPECT_EQ(warehouse.purchase(1).lines.size(), 2U);
  EXPECT_TRUE(warehouse.outbox().empty());
  expect_done(PurchaseAction::kApprove);
  EXPECT_EQ(state(), PurchaseState::kApproved);
  EXPECT_EQ(warehouse.last().deliveries.size(), 1U);
  ASSERT_EQ(warehouse.last().purchases.size(), 1U);
  EXPECT_EQ(warehouse.last().purchases[0].order, warehouse.purchase(1));
}

TEST_F(PurchaseChanges, ApprovesOnce) {
  expect_done(PurchaseAction::kApprove);
  expect_refused(PurchaseAction::kApprove, "po: PO-000001 is approved: it was approved before");
  EXPECT_EQ(warehouse.outbox().size(), 1U);
}

TEST_F(PurchaseChanges, WhatDoesNotExistIsNotFound) {
  EXPECT_EQ(act(PurchaseAction::kApprove, 2).verdict, Verdict::kNotFound);
  EXPECT_EQ(warehouse.receive_order(2).verdict, Verdict::kNotFound);
}

TEST_F(PurchaseChanges, ApprovalNeedsAnAddress) {
  warehouse.set_supplier("ACME", {{"email", ""}});  // between proposal and approval
  expect_refused(PurchaseAction::kApprove,
                 "supplier: supplier ACME has no e-mail address: set one, or confirm it once "
                 "the supplier has it");
  EXPECT_TRUE(warehouse.tasks().empty()) << "the person who asked has been told";
  expect_done(PurchaseAction::kConfirm);
}

TEST_F(PurchaseChanges, AnOrderGoesToTheSupplierItWasMadeFor) {
  warehouse.set_supplier("BETA", {{"name", "Beta"}, {"email", "b@beta.example"}});
  warehouse.set_item("BOLT", {{"supplier", "BETA"}});
  expect_done(PurchaseAction::kApprove);
  EXPECT_EQ(warehouse.outbox().at(0).to, "orders@acme.example");
}

TEST_F(PurchaseChanges, TheSweepApprovesWhatWaitedOnceItMay) {
  warehouse.sweep();
  warehouse.restart(kByItself);
  EXPECT_EQ(warehouse.sweep().changed, 1U);
  EXPECT_EQ(state(), PurchaseState::kApproved);
}

TEST_F(PurchaseChanges, SendingAProposedOrderApprovesIt) {
  expect_done(PurchaseAction::kSend);
  EXPECT_EQ(state(), PurchaseState::kApproved);
}

TEST_F(PurchaseChanges, SendingWhatWaitsTriesItAtOnce) {
  expect_done(PurchaseAction::kApprove);
  const auto id = warehouse.purchase(1).mail;
  warehouse.report(id, DeliveryState::kFailed, "550 no such user");
  expect_done(PurchaseAction::kSend);
  ASSERT_EQ(warehouse.outbox().size(), 1U);
  EXPECT_EQ(warehouse.outbox()[0].id, id);
  EXPECT_EQ(warehouse.outbox()[0].state, DeliveryState::kQueued);
  EXPECT_EQ(warehouse.outbox()[0].next_ms, warehouse.now.wall_ms);
  EXPECT_EQ(warehouse.last().deliveries.size(), 1U);
}

TEST_F(PurchaseChanges, SendingAgainSaysSoUnderAnIdOfItsOwn) {
  send_out();
  expect_done(PurchaseAction::kSend);
  const auto mail = warehouse.outbox().at(0);
  EXPECT_EQ(mail.message_id, "po-000001.r2.05107e1d@main.shelfwire.invalid");
  EXPECT_EQ(mail.subject, gateway::purchase_subject(warehouse.purchase(1), "en", true));
  EXPECT_NE(mail.subject, gateway::purchase_subject(warehouse.purchase(1), "en", false));
  warehouse.report(mail.id, DeliveryState::kSent);
  EXPECT_EQ(state(), PurchaseState::kSent);
  expect_done(PurchaseAction::kSend);
  EXPECT_EQ(warehouse.outbox().at(0).message_id, "po-000001.r3.05107e1d@main.shelfwire.invalid");
}

TEST_F(PurchaseChanges, AConfirmedOrderNeedsNoMail) {
  expect_done(PurchaseAction::kApprove);
  const auto id = warehouse.purchase(1).mail;
  warehouse.now.wall_ms += 1000;
  expect_done(PurchaseAction::kConfirm);
  EXPECT_EQ(state(), PurchaseState::kConfirmed);
  EXPECT_EQ(warehouse.purchase(1).sent_ms, warehouse.now.wall_ms);
  EXPECT_TRUE(warehouse.outbox().empty());
  EXPECT_EQ(warehouse.last().withdrawn, std::vector<std::uint64_t>{id});
  EXPECT_EQ(warehouse.report(id, DeliveryState::kSent).verdict, Verdict::kNotFound);
  expect_refused(PurchaseAction::kConfirm,
                 "po: PO-000001 is confirmed: there is nothing to confirm");
}

TEST_F(PurchaseChanges, ASentOrderKeepsItsTimeWhenItIsConfirmed) {
  send_out();
  const auto sent_ms = warehouse.purchase(1).sent_ms;
  warehouse.now.wall_ms += 1000;
  expect_done(PurchaseAction::kConfirm);
  EXPECT_EQ(warehouse.purchase(1).sent_ms, sent_ms);
  EXPECT_EQ(warehouse.purchase(1).at_ms, warehouse.now.wall_ms);
}

TEST_F(PurchaseChanges, AConfirmedOrderStaysSoWhenItIsSentAgain) {
  expect_done(PurchaseAction::kConfirm);
  expect_done(PurchaseAction::kSend);
  warehouse.report(warehouse.purchase(1).mail, DeliveryState::kSent);
  EXPECT_EQ(state(), PurchaseState::kConfirmed);
}

TEST_F(PurchaseChanges, NothingHappensToAReceivedOrder) {
  send_out();
  warehouse.receive_order(1);
  EXPECT_EQ(state(), PurchaseState::kReceived);
  expect_refused(PurchaseAction::kSend, "po: PO-000001 is received: there is nothing to send");
  expect_refused(PurchaseAction::kConfirm,
                 "po: PO-000001 is received: there is nothing to confirm");
  expect_refused(PurchaseAction::kCancel, "po: PO-000001 is received: there is nothing to cancel");
}

TEST_F(PurchaseChanges, ACancelledOrderExpectsNothingAndIsNotOrderedAgain) {
  send_out();
  expect_done(PurchaseAction::kCancel);
  EXPECT_EQ(state(), PurchaseState::kCancelled);
  EXPECT_EQ(warehouse.purchase(1).why, "because");
  const auto position = warehouse.position("BOLT");
  EXPECT_EQ(position.on_order, 0);
  EXPECT_TRUE(position.open_lines.empty());
  EXPECT_TRUE(position.low) << "it is still needed";
  EXPECT_TRUE(position.reorder_suppressed);
  warehouse.book(pick("BOLT", "MAIN/A", 5));
  warehouse.sweep();
  EXPECT_EQ(warehouse.purchases().size(), 1U);
  expect_refused(PurchaseAction::kCancel, "po: PO-000001 is cancelled: there is nothing to cancel");
  expect_refused(PurchaseAction::kSend, "po: PO-000001 is cancelled: there is nothing to send");
}

TEST_F(PurchaseChanges, TheNextNeedAfterACancelledOneIsOrdered) {
  expect_done(PurchaseAction::kCancel);
  warehouse.book(receive("BOLT", "MAIN/A", 35));  // 55: the alert falls, and its hold
  EXPECT_FALSE(warehouse.position("BOLT").low);
  EXPECT_FALSE(warehouse.position("BOLT").reorder_suppressed);
  warehouse.book(pick("BOLT", "MAIN/A", 6));
  ASSERT_EQ(warehouse.purchases().size(), 2U);
  EXPECT_EQ(warehouse.purchase(2).lines.at(0).cycle, 2U);
}

TEST_F(PurchaseChanges, APersonResumesACancelledItem) {
  warehouse.book(receive("NUT", "MAIN/A", 5));
  expect_done(PurchaseAction::kCancel);
  EXPECT_EQ(warehouse.resume("BOLT").changed, 1U);
  EXPECT_FALSE(warehouse.position("BOLT").reorder_suppressed);
  EXPECT_TRUE(warehouse.position("NUT").reorder_suppressed) << "it was not named";
  ASSERT_EQ(warehouse.purchases().size(), 2U);
  EXPECT_EQ(warehouse.purchase(2).lines.size(), 1U);
  EXPECT_EQ(warehouse.resume("BOLT").changed, 0U);
}

TEST_F(PurchaseChanges, NewLinesDoNotJoinACancelledProposal) {
  expect_done(PurchaseAction::kCancel);
  warehouse.book(receive("NUT", "MAIN/A", 5));
  EXPECT_EQ(warehouse.purchase(1).lines.size(), 1U);
  EXPECT_EQ(warehouse.purchase(2).lines.size(), 1U);
}

TEST_F(PurchaseChanges, CancellingLeavesWhatIsIn) {
  expect_done(PurchaseAction::kApprove);
  warehouse.receive_order(1, {{text<wire::Sku>("BOLT"), 10}});
  expect_done(PurchaseAction::kCancel);
  EXPECT_EQ(warehouse.purchase(1).lines[0].received, 10);
  EXPECT_EQ(warehouse.position("BOLT").on_hand, 30);
  EXPECT_EQ(warehouse.position("BOLT").on_order, 0);
}

TEST_F(PurchaseChanges, GoodsOfACancelledOrderAreStockAndNothingElse) {
  send_out();
  expect_done(PurchaseAction::kCancel);
  auto late = receive("BOLT", "MAIN/A", 80);
  late.ref = text<wire::Reference>("PO-000001");
  const auto seq = warehouse.book(late).ledger_seq;
  EXPECT_EQ(warehouse.entry(seq).purchase_order, 0U);
  EXPECT_EQ(warehouse.purchase(1).lines[0].received, 0);
}

TEST_F(PurchaseChanges, CancellingWhatAnAlertNoLongerAsksForHoldsNothing) {
  expect_done(PurchaseAction::kApprove);
  const auto receipt = warehouse.receive_order(1).ledger_seq;
  warehouse.book(count("BOLT", "MAIN/A", 200));
  warehouse.undo_entry(receipt);  // 200 on hand, and the line is open again
  EXPECT_FALSE(warehouse.position("BOLT").low);
  expect_done(PurchaseAction::kCancel);
  EXPECT_FALSE(warehouse.position("BOLT").reorder_suppressed)
      << "else the next need would not be ordered";
  EXPECT_EQ(problems_of(warehouse.store), "");
  warehouse.book(pick("BOLT", "MAIN/A", 151));
  EXPECT_EQ(warehouse.purchases().size(), 2U);
}

TEST_F(PurchaseChanges, CancellingRaisesTheAlertThatTheOrderKeptDown) {
  expect_done(PurchaseAction::kApprove);
  const auto receipt = warehouse.receive_order(1).ledger_seq;
  warehouse.undo_entry(receipt);  // 20 on hand, 80 on order: as much as with the goods
  EXPECT_FALSE(warehouse.position("BOLT").low);
  expect_done(PurchaseAction::kCancel);
  EXPECT_TRUE(warehouse.position("BOLT").low);
  EXPECT_TRUE(warehouse.position("BOLT").reorder_suppressed);
  ASSERT_EQ(warehouse.last().lows.size(), 1U);
  warehouse.sweep();
  EXPECT_EQ(warehouse.purchases().size(), 1U);
}

TEST_F(PurchaseChanges, ARemovedItemIsStillExpectedAndThenNeverOrderedAgain) {
  expect_done(PurchaseAction::kApprove);
  warehouse.apply(gateway::RemoveItem{text<wire::Sku>("BOLT")});
  warehouse.sweep();
  EXPECT_EQ(warehouse.position("BOLT").on_order, 80);
  EXPECT_TRUE(warehouse.position("BOLT").low) << "while its line is open";
  EXPECT_EQ(warehouse.receive_order(1).verdict, Verdict::kDone);
  EXPECT_FALSE(warehouse.position("BOLT").low);
  warehouse.book(pick("BOLT", "MAIN/A", 100));
  warehouse.sweep();
  EXPECT_EQ(warehouse.purchases().size(), 1U);
}

TEST_F(PurchaseChanges, ARemovedItemIsHeldNoLonger) {
  expect_done(PurchaseAction::kCancel);
  warehouse.apply(gateway::RemoveItem{text<wire::Sku>("BOLT")});
  warehouse.sweep();
  EXPECT_FALSE(warehouse.position("BOLT").low);
  EXPECT_FALSE(warehouse.position("BOLT").reorder_suppressed);
}

TEST_F(PurchaseChanges, AnotherDefaultThresholdMovesTheAlertsThatUseIt) {
  warehouse.set_item("CAP", {{"supplier", "ACME"}});
  warehouse.book(receive("CAP", "MAIN/A", 60));
  EXPECT_TRUE(warehouse.position("CAP").low) << "of 100";
  const auto line = warehouse.purchase(1).lines.at(1);
  EXPECT_TRUE(line.threshold_default);
  EXPECT_EQ(line.threshold, 100);
  expect_done(PurchaseAction::kCancel);
  auto settings = kByHand;
  settings.default_threshold = 40;
  warehouse.restart(settings);
  warehouse.sweep();
  EXPECT_FALSE(warehouse.position("CAP").low);
  EXPECT_EQ(warehouse.purchase(1).lines.at(1), line) << "why it was ordered stays as it was";
  settings.default_threshold = 61;
  warehouse.restart(settings);
  warehouse.sweep();
  EXPECT_EQ(warehouse.purchase(2).lines.at(0).threshold, 61);
}

TEST_F(PurchaseChanges, ARepeatedRequestIsAnsweredAndNotRunAgain) {
  EXPECT_EQ(warehouse.change(1, PurchaseAction::kCancel, "why", "r1").verdict, Verdict::kDone);
  const auto before = dump(warehouse.store);
  EXPECT_EQ(warehouse.change(1, PurchaseAction::kCancel, "why", "r1").verdict, Verdict::kRepeated);
  const auto reused = warehouse.change(1, PurchaseAction::kCancel, "another", "r1");
  EXPECT_EQ(reused.verdict, Verdict::kRefused);
  EXPECT_EQ(reused.refused, wire::Refusal::kKeyReused);
  EXPECT_EQ(dump(warehouse.store), before);
}

TEST_F(PurchaseChanges, ARefusedRequestMayComeAgainUnderItsId) {
  warehouse.set_supplier("ACME", {{"email", ""}});
  EXPECT_EQ(warehouse.change(1, PurchaseAction::kApprove, "", "r1").verdict, Verdict::kRefused);
  warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
  EXPECT_EQ(warehouse.change(1, PurchaseAction::kApprove, "", "r1").verdict, Verdict::kDone);
}

TEST_F(PurchaseChanges, ATaskThatAPersonDismissedIsNotOpenedAgain) {
  warehouse.restart(kByItself);
  warehouse.set_supplier("ACME", {{"email", ""}});
  warehouse.sweep();
  EXPECT_EQ(warehouse.dismiss(1).verdict, Verdict::kDone);
  EXPECT_EQ(problems_of(warehouse.store), "");
  EXPECT_EQ(warehouse.sweep().changed, 0U);
  warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
  EXPECT_EQ(warehouse.sweep().changed, 1U);
  EXPECT_EQ(warehouse.tasks().at(0).state, TaskState::kDismissed);
}

}  // namespace
}  // namespace domain_test
