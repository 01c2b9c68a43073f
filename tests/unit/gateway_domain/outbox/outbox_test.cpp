// SPDX-License-Identifier: MIT
// Promise: what the world outside has to hear is written with its cause, once, and is
// there until it was heard or a person drops it; a full outbox loses nothing and delays
// the orders; alerts and orders go upstream where one is configured.

#include "gateway/limits.h"
#include "rows/rows.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::DeliveryState;
using gateway::OutboxAction;
using gateway::OutboxKind;
using gateway::OutboxShare;
using gateway::PurchaseAction;
using gateway::PurchaseState;
using gateway::Verdict;

const gateway::Settings kAlone{.site = "main", .new_incarnation = 0x5107e1d};
const gateway::Settings kUpstream{.site = "main", .upstream = true, .new_incarnation = 0x5107e1d};

/// As if so many rows of a share were there.
void set_rows(Warehouse& warehouse, gateway::OutboxRows rows) {
  const auto key = gateway::kCountersKey;
  auto counters = gateway::get_row<gateway::Counters>(warehouse.store, gateway::Table::kMeta, key);
  ASSERT_TRUE(counters);
  counters->outbox_rows = rows.total();
  counters->customer_mails = rows[OutboxShare::kCustomer];
  counters->posts = rows[OutboxShare::kUpstream];
  gateway::put_row(warehouse.store, gateway::Table::kMeta, key, *counters);
}

/// With an upstream server. BOLT is of a supplier with an address, NUT of one without,
/// CAP of none.
class Outbox : public DomainTest {
 protected:
  Outbox() {
    warehouse.restart(kUpstream);
    warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}});
    warehouse.set_supplier("MUTE");
    warehouse.set_item("BOLT", {{"supplier", "ACME"}, {"threshold", "50"}});
    warehouse.set_item("NUT", {{"supplier", "MUTE"}, {"threshold", "50"}});
    warehouse.set_item("CAP", {{"threshold", "50"}});
  }
  void TearDown() override {
    gateway::OutboxRows rows;
    for (const auto& row : warehouse.outbox()) ++rows[gateway::share_of(row.kind)];
    set_rows(warehouse, rows);
    DomainTest::TearDown();
  }
  [[nodiscard]] std::vector<OutboxKind> kinds() const {
    std::vector<OutboxKind> kinds;
    for (const auto& row : warehouse.outbox()) kinds.push_back(row.kind);
    return kinds;
  }
  void deliver_all() {
    for (const auto& row : warehouse.outbox()) warehouse.report(row.id, DeliveryState::kSent);
    EXPECT_TRUE(warehouse.outbox().empty());
  }
  /// BOLT's order 1 is approved: rows 1 (alert), 2 (mail), 3 (post).
  void order_bolts() {
    warehouse.book(receive("BOLT", "MAIN/A", 20));
    warehouse.sweep();
    const std::vector<OutboxKind> all{OutboxKind::kUpLow, OutboxKind::kMail, OutboxKind::kUpOrder};
    EXPECT_EQ(kinds(), all);
  }
};

TEST_F(Outbox, AnAlertIsToldWithTheMovementThatRaisedIt) {
  warehouse.now.wall_ms += 1000;
  warehouse.book(receive("CAP", "MAIN/A", 20));
  const auto row = warehouse.outbox().at(0);
  EXPECT_EQ(row.kind, OutboxKind::kUpLow);
  EXPECT_EQ(row.low,
            (gateway::LowFacts{text<wire::Sku>("CAP"), "MAIN", 20, 0, 50, warehouse.now.wall_ms}));
  EXPECT_EQ(row.subject, "low CAP MAIN");
  EXPECT_EQ(row.message_id, "low-1.05107e1d");
  EXPECT_EQ(row.to, "");
  EXPECT_TRUE(warehouse.position("CAP").upstream_notified);
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U);
  EXPECT_FALSE(warehouse.last().deliveries[0].purchase);
}

TEST_F(Outbox, AnAlertIsToldOnceWhileItIsUp) {
  warehouse.book(receive("CAP", "MAIN/A", 20));
  deliver_all();
  warehouse.book(pick("CAP", "MAIN/A", 1));
  warehouse.sweep();
  EXPECT_TRUE(warehouse.outbox().empty());
  warehouse.book(receive("CAP", "MAIN/A", 100));
  warehouse.book(pick("CAP", "MAIN/A", 100));
  EXPECT_EQ(warehouse.outbox().at(0).message_id, "low-2.05107e1d") << "another alert";
}

TEST_F(Outbox, AnAlertThatFellIsStillTold) {
  warehouse.book(receive("CAP", "MAIN/A", 20));
  warehouse.book(receive("CAP", "MAIN/A", 100));
  EXPECT_EQ(warehouse.outbox().size(), 1U);
  EXPECT_FALSE(warehouse.position("CAP").upstream_notified);
}

TEST_F(Outbox, AnOrderGoesToItsSupplierAndUpstream) {
  order_bolts();
  const auto post = warehouse.outbox().at(2);
  EXPECT_EQ(post.purchase_order, 1U);
  EXPECT_EQ(post.to, "");
  EXPECT_EQ(post.subject, "PO-000001");
  EXPECT_EQ(post.message_id, "po-000001.05107e1d");
  EXPECT_EQ(warehouse.purchase(1).post, post.id);
  warehouse.report(3, DeliveryState::kSent);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kApproved) << "its mail still waits";
  warehouse.now.wall_ms += 1000;
  warehouse.report(2, DeliveryState::kSent);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kSent);
  EXPECT_EQ(warehouse.purchase(1).sent_ms, warehouse.now.wall_ms);
}

TEST_F(Outbox, WithoutAnAddressTheUpstreamServerIsTheWay) {
  warehouse.book(receive("NUT", "MAIN/A", 20));
  warehouse.sweep();
  const std::vector<OutboxKind> posted{OutboxKind::kUpLow, OutboxKind::kUpOrder};
  EXPECT_EQ(kinds(), posted);
  EXPECT_TRUE(warehouse.tasks().empty());
  deliver_all();
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kSent);
}

TEST_F(Outbox, AnUpstreamServerThatIsConfiguredLaterFreesWhatWaits) {
  warehouse.restart(kAlone);
  warehouse.book(receive("NUT", "MAIN/A", 20));
  warehouse.sweep();
  EXPECT_EQ(warehouse.tasks().at(0).state, gateway::TaskState::kOpen);
  warehouse.restart(kUpstream);
  EXPECT_EQ(warehouse.sweep().changed, 2U) << "the alert and the order";
  const std::vector<OutboxKind> both{OutboxKind::kUpLow, OutboxKind::kUpOrder};
  EXPECT_EQ(kinds(), both);
  EXPECT_EQ(warehouse.tasks().at(0).state, gateway::TaskState::kWithdrawn);
  EXPECT_EQ(warehouse.sweep().changed, 0U);
}

TEST_F(Outbox, SwitchedOffAndOnAgainItLosesNothingAndTellsNothingTwice) {
  warehouse.book(receive("CAP", "MAIN/A", 20));  // row 1
  warehouse.restart(kAlone);
  EXPECT_EQ(gateway::list_deliveries(warehouse.store).size(), 1U) << "kept until it is on again";
  warehouse.book(receive("CAP", "EAST/A", 20));
  EXPECT_FALSE(warehouse.position("CAP", "EAST").upstream_notified);
  warehouse.restart(kUpstream);
  EXPECT_EQ(warehouse.sweep().changed, 1U);
  ASSERT_EQ(warehouse.outbox().size(), 2U);
  EXPECT_EQ(warehouse.outbox()[1].low->warehouse, "EAST");
  warehouse.restart(kAlone);
  warehouse.sweep();
  warehouse.restart(kUpstream);
  EXPECT_EQ(warehouse.sweep().changed, 0U);
  EXPECT_EQ(warehouse.outbox().size(), 2U);
}

TEST_F(Outbox, CancellingWithdrawsWhatWaits) {
  order_bolts();
  warehouse.change(1, PurchaseAction::kCancel);
  const std::vector<std::uint64_t> withdrawn{2, 3};
  EXPECT_EQ(warehouse.last().withdrawn, withdrawn);
  EXPECT_EQ(kinds(), std::vector<OutboxKind>{OutboxKind::kUpLow});
  EXPECT_EQ(warehouse.last().outbox.total(), 1U);
}

TEST_F(Outbox, AnOrderApprovedAndCancelledAtOnceIsNeverHandedOut) {
  warehouse.book(receive("BOLT", "MAIN/A", 20));
  warehouse.apply(
      {gateway::RunSweep{}, gateway::ChangePurchase{1, PurchaseAction::kCancel, "no", {}}});
  EXPECT_TRUE(warehouse.last().deliveries.empty());
}

TEST_F(Outbox, APersonRetriesADeadLetter) {
  order_bolts();
  warehouse.report(2, DeliveryState::kFailed, "550 no such user");
  EXPECT_EQ(gateway::list_deliveries(warehouse.store).size(), 2U);
  warehouse.now.wall_ms += 1000;
  EXPECT_EQ(warehouse.change_row(2, OutboxAction::kRetry).verdict, Verdict::kDone);
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U);
  const auto& row = warehouse.last().deliveries[0].row;
  EXPECT_EQ(row.state, DeliveryState::kQueued);
  EXPECT_EQ(row.next_ms, warehouse.now.wall_ms);
  EXPECT_EQ(row.attempts, 1U) << "as many as were made";
}

TEST_F(Outbox, AConfirmedOrderNeedsNoMailAndIsStillToldUpstream) {
  order_bolts();
  const auto order = warehouse.purchase(1);
  ASSERT_NE(order.post, 0U);
  warehouse.change(1, PurchaseAction::kConfirm);
  EXPECT_EQ(warehouse.last().withdrawn, std::vector<std::uint64_t>{order.mail});
  EXPECT_EQ(warehouse.purchase(1).mail, 0U);
  EXPECT_EQ(warehouse.purchase(1).post, order.post);
}

TEST_F(Outbox, ARetryGoesToTheAddressOfNow) {
  order_bolts();
  warehouse.report(2, DeliveryState::kFailed, "550 no such user");
  gateway::ChangeSuppliers change;
  change.rows.push_back({0, "ACME", {{"email", "sales@acme.example"}}});
  warehouse.apply(change);
  warehouse.change_row(2, OutboxAction::kRetry);
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U);
  EXPECT_EQ(warehouse.last().deliveries[0].row.to, "sales@acme.example");
  EXPECT_EQ(warehouse.last().deliveries[0].row.message_id,
            "po-000001.05107e1d@main.shelfwire.invalid")
      << "the same mail";
}

TEST_F(Outbox, AMessageIdIsADomainWhateverTheSiteIsCalled) {
  warehouse.restart({.site = "north..hall.", .new_incarnation = 0x5107e1d});
  warehouse.book(receive("BOLT", "MAIN/A", 20));
  warehouse.sweep();
  EXPECT_EQ(warehouse.outbox().back().message_id,
            "po-000001.05107e1d@north--hall-.shelfwire.invalid");
}

TEST_F(Outbox, APersonDropsARow) {
  order_bolts();
  EXPECT_EQ(warehouse.change_row(2, OutboxAction::kDrop).verdict, Verdict::kDone);
  EXPECT_EQ(warehouse.last().withdrawn, std::vector<std::uint64_t>{2});
  EXPECT_EQ(warehouse.purchase(1).mail, 0U);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kApproved);
  EXPECT_EQ(warehouse.change_row(2, OutboxAction::kDrop).verdict, Verdict::kNotFound);
  EXPECT_EQ(warehouse.change_row(2, OutboxAction::kRetry).verdict, Verdict::kNotFound);
  warehouse.change(1, PurchaseAction::kSend);
  EXPECT_EQ(warehouse.outbox().back().message_id, "po-000001.r2.05107e1d@main.shelfwire.invalid")
      << "the supplier may have the first: its attempt is not taken back";
}

TEST_F(Outbox, ADroppedAlertIsNotToldAgain) {
  warehouse.book(receive("CAP", "MAIN/A", 20));
  warehouse.change_row(1, OutboxAction::kDrop);
  EXPECT_EQ(warehouse.sweep().changed, 0U);
  EXPECT_TRUE(warehouse.outbox().empty());
}

gateway::OutboxRows full(OutboxShare share, std::uint64_t but_for = 0) {
  gateway::OutboxRows rows;
  rows[share] = gateway::outbox_rows_max(share) - but_for;
  return rows;
}

TEST_F(Outbox, OfSuppliersMailsAFullOneDelaysOrdersAndLosesNone) {
  set_rows(warehouse, full(OutboxShare::kSupplier));
  warehouse.book(receive("BOLT", "MAIN/A", 20));
  EXPECT_EQ(kinds(), std::vector{OutboxKind::kUpLow}) << "alerts go on";
  EXPECT_EQ(warehouse.sweep().changed, 0U) << "no order leaves, and nothing is written";
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kProposed);
  const auto refused = warehouse.change(1, PurchaseAction::kApprove);
  EXPECT_EQ(
      reasons_of(refused),
      "outbox: the outbox is full: see `shelfctl outbox list` for what cannot be delivered\n");

  set_rows(warehouse, full(OutboxShare::kSupplier, 1));
  EXPECT_EQ(warehouse.sweep().changed, 1U);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kApproved);
  EXPECT_EQ(warehouse.last().outbox[OutboxShare::kSupplier], gateway::kSupplierMailsMax);
}

TEST_F(Outbox, OfCustomersMailsAFullOneStopsNoOrderToASupplier) {
  set_rows(warehouse, full(OutboxShare::kCustomer));
  order_bolts();
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kApproved);
}

TEST_F(Outbox, OfPostsAFullOneDelaysAlertsAndStopsNoMail) {
  set_rows(warehouse, full(OutboxShare::kUpstream));
  warehouse.book(receive("BOLT", "MAIN/A", 20));
  EXPECT_TRUE(warehouse.position("BOLT").low);
  EXPECT_FALSE(warehouse.position("BOLT").upstream_notified);
  EXPECT_EQ(warehouse.sweep().changed, 1U);
  EXPECT_EQ(kinds(), (std::vector{OutboxKind::kMail, OutboxKind::kUpOrder}));
  set_rows(warehouse, {});
  EXPECT_EQ(warehouse.sweep().changed, 1U) << "the alert";
  EXPECT_TRUE(warehouse.position("BOLT").upstream_notified);
}

TEST_F(Outbox, AnOrderThatGoesOnlyUpstreamWaitsForRoomThere) {
  set_rows(warehouse, full(OutboxShare::kUpstream));
  warehouse.book(receive("NUT", "MAIN/A", 20));
  EXPECT_EQ(warehouse.sweep().changed, 0U);
  EXPECT_EQ(warehouse.purchase(1).state(), PurchaseState::kProposed);
}

TEST_F(Outbox, EveryRowIsCountedInItsShare) {
  order_bolts();
  EXPECT_EQ(warehouse.last().outbox.of, (std::array<std::uint64_t, 3>{1, 0, 2}));
  deliver_all();
  EXPECT_EQ(warehouse.last().outbox.of, (std::array<std::uint64_t, 3>{0, 0, 0}));
}

}  // namespace
}  // namespace domain_test
