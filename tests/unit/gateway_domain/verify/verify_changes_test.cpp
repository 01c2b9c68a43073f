// SPDX-License-Identifier: MIT
// Promise: verify finds every damage to what people did: orders they confirmed and
// cancelled, goods that name an order, tasks they settled, and rows of the outbox.
// How: plant one damage in a store that holds rows of every kind.

#include <algorithm>

#include "damage.h"
#include "gateway/verify/verify.h"

namespace domain_test {
namespace {

using namespace gateway;  // rows and tables, in every line below

class VerifyFindsInChanges : public VerifyFinds {
 protected:
  void damage_order(std::uint64_t number, const std::function<void(PurchaseOrder&)>& how) {
    edit<PurchaseOrder>(Table::kPurchaseOrders, number_key(number), how);
  }
  void damage_position(std::string_view where, const std::function<void(Position&)>& how) {
    edit<Position>(Table::kPositions, pair_key("NUT", where), how);
  }
  void damage_entry(LedgerSeq seq, const std::function<void(Entry&)>& how) {
    edit<Entry>(Table::kLedger, number_key(seq), how);
  }
  void damage_exception(std::uint64_t id, const std::function<void(Task&)>& how) {
    edit<Task>(Table::kExceptions, number_key(id), how);
  }
  void damage_row(OutboxKind kind, const std::function<void(OutboxRow&)>& how) {
    edit<OutboxRow>(Table::kOutbox, number_key(row(kind).id), how);
  }
  /// The newest of its kind.
  [[nodiscard]] OutboxRow row(OutboxKind kind) const {
    OutboxRow found;
    for (const auto& row : warehouse.outbox()) found = row.kind == kind ? row : found;
    return found;
  }
  /// The last entry whose goods were, or were not any more, those of `order`.
  [[nodiscard]] Entry entry_of(std::uint64_t order) const {
    Entry found;
    scan_ledger(warehouse.store, 1, [&](const Entry& entry) {
      if (entry.purchase_order == order) found = entry;
      return true;
    });
    return found;
  }
};

TEST_F(VerifyFindsInChanges, NothingInAStoreInWhichEverythingHappened) {
  std::vector<PurchaseState> states;
  for (const auto& order : warehouse.purchases()) states.push_back(order.state());
  for (const auto state : {PurchaseState::kProposed, PurchaseState::kApproved, PurchaseState::kSent,
                           PurchaseState::kPartlyReceived, PurchaseState::kReceived,
                           PurchaseState::kConfirmed, PurchaseState::kCancelled}) {
    EXPECT_NE(std::find(states.begin(), states.end(), state), states.end()) << to_string(state);
  }
  EXPECT_EQ(warehouse.position("NUT", "ELEVEN").open_lines.size(), 2U);
  EXPECT_TRUE(warehouse.position("NUT", "NINE").reorder_suppressed);
  EXPECT_GT(warehouse.purchase(10).lines.at(0).received, warehouse.purchase(10).lines.at(0).qty);
  EXPECT_EQ(warehouse.tasks().at(9).state, TaskState::kSettled);
  EXPECT_EQ(warehouse.tasks().at(10).state, TaskState::kDismissed);
  for (const auto kind : {OutboxKind::kMail, OutboxKind::kUpOrder, OutboxKind::kUpLow}) {
    EXPECT_NE(row(kind).id, 0U) << to_string(kind);
  }
}

TEST_F(VerifyFindsInChanges, GoodsOfAnotherOrder) {
  damage_entry(entry_of(10).seq, [](Entry& entry) { entry.purchase_order = 9; });
  expect_problem("PO-000010, line of NUT TEN: received is not what its ledger entries sum to");
  expect_problem("PO-000009, line of NUT NINE: received is not what its ledger entries sum to");
}
TEST_F(VerifyFindsInChanges, GoodsOfAnOrderLineThatIsNotThere) {
  damage_entry(1, [](Entry& entry) { entry.purchase_order = 10; });  // BOLT
  expect_problem("goods are booked for a line of a purchase order that is not there");
}
TEST_F(VerifyFindsInChanges, AnOrderNamedByWhatIsNoReceipt) {
  damage_entry(2, [](Entry& entry) { entry.purchase_order = 1; });
  expect_problem("ledger entry 2 names a purchase order, and is no receipt");
}
TEST_F(VerifyFindsInChanges, AnUndoneReceiptThatForgotItsOrder) {
  const auto undo = entry_of(11);
  ASSERT_EQ(undo.op, wire::Op::kUndo);
  damage_entry(undo.seq, [](Entry& entry) { entry.purchase_order = 0; });
  expect_problem("does not undo entry");
  expect_problem("PO-000011, line of NUT ELEVEN: received is not");
}
TEST_F(VerifyFindsInChanges, ACancelledOrderThatIsStillExpected) {
  damage_order(9, [](PurchaseOrder& order) { order.stage = PurchaseState::kSent; });
  expect_problem("position NUT NINE: on order is not");
  expect_problem("position NUT NINE: names other purchase orders");
}
TEST_F(VerifyFindsInChanges, AnExpectedOrderThatIsMarkedAsCancelled) {
  damage_order(8, [](PurchaseOrder& order) { order.stage = PurchaseState::kCancelled; });
  expect_problem("position NUT EIGHT: on order is not");
}
TEST_F(VerifyFindsInChanges, AProposedOrderThatWasMailed) {
  damage_order(6, [](PurchaseOrder& order) { order.mails = 1; });
  expect_problem("PO-000006: its state and what was received differ");
}
TEST_F(VerifyFindsInChanges, OpenLinesInAnotherOrder) {
  damage_position("ELEVEN", [](Position& position) {
    std::swap(position.open_lines.at(0), position.open_lines.at(1));
  });
  expect_problem("position NUT ELEVEN: names other purchase orders");
}
TEST_F(VerifyFindsInChanges, AnotherCycleOfAnOpenLine) {
  damage_position("ELEVEN", [](Position& position) { position.open_lines.at(0).cycle = 2; });
  expect_problem("position NUT ELEVEN: names other purchase orders");
}
TEST_F(VerifyFindsInChanges, AForgottenOpenLine) {
  damage_position("ELEVEN", [](Position& position) { position.open_lines.pop_back(); });
  expect_problem("position NUT ELEVEN: names other purchase orders");
}
TEST_F(VerifyFindsInChanges, AMarkWithoutAnAlert) {
  for (const auto& mark : {&Position::reorder_suppressed, &Position::upstream_notified}) {
    damage_position("TEN", [&](Position& position) {
      ASSERT_FALSE(position.low);
      position.reorder_suppressed = position.upstream_notified = false;
      position.*mark = true;
    });
    expect_problem("position NUT TEN: carries marks of an alert, but is not low");
  }
}
TEST_F(VerifyFindsInChanges, ATaskOfAnotherKind) {
  damage_exception(7, [](Task& task) { task.why = "discrepancy"; });
  expect_problem("PO-000004: its task for a person is not as it is");
}
TEST_F(VerifyFindsInChanges, ATaskWithdrawnWhileItsOrderWaits) {
  damage_exception(7, [](Task& task) { task.state = TaskState::kWithdrawn; });
  expect_problem("PO-000004: its task for a person is not as it is");
}

TEST_F(VerifyFindsInChanges, ASettledExceptionThatNamesAnotherEntry) {
  damage_exception(10, [](Task& task) { task.ledger_seq = 1; });
  expect_problem("task 10 and what settled it differ");
  expect_problem("is not the one booked for its scan");
}
TEST_F(VerifyFindsInChanges, ASettledExceptionThatIsOpenAgain) {
  damage_exception(10, [](Task& task) { task.state = TaskState::kOpen; });
  expect_problem("task 10 and what settled it differ");
  expect_problem("a scan is kept as task 10, which is another one");
}
TEST_F(VerifyFindsInChanges, ASettledPlainMessageThatIsOpenAgain) {
  damage_exception(12, [](Task& task) { task.state = TaskState::kOpen; });
  expect_problem("task 12 and what settled it differ");
}
TEST_F(VerifyFindsInChanges, AnOpenExceptionThatNamesAnEntry) {
  damage_exception(2, [](Task& task) { task.ledger_seq = 1; });
  expect_problem("task 2 and what settled it differ");
}
TEST_F(VerifyFindsInChanges, ADismissedExceptionThatClaimsToBeSettled) {
  damage_exception(11, [](Task& task) { task.state = TaskState::kSettled; });
  expect_problem("task 11 and what settled it differ");
}
TEST_F(VerifyFindsInChanges, ASettledScanThatIsBookedInAnotherWay) {
  edit<Booked>(Table::kBooked, booked_key("S4", 0x44, 1),
               [](Booked& row) { row.as = BookedAs::kTask; });
  expect_problem("a scan is kept as task 10, which is another one");
}
TEST_F(VerifyFindsInChanges, AnOpenScanThatIsMarkedAsSettled) {
  edit<Booked>(Table::kBooked, booked_key("S4", 0x44, 2),
               [](Booked& row) { row.as = BookedAs::kSettled; });
  expect_problem("a scan is kept as task 11, which is another one");
}

TEST_F(VerifyFindsInChanges, ARowThatItsOrderForgot) {
  damage_order(7, [](PurchaseOrder& order) { order.post = 0; });
  expect_problem("belongs to nothing that waits for it");
}
TEST_F(VerifyFindsInChanges, AnOrderThatWaitsForARowThatIsGone) {
  damage_order(8, [](PurchaseOrder& order) { order.post = 1; });
  expect_problem("PO-000008 waits for outbox row 1, which is not there");
}
TEST_F(VerifyFindsInChanges, AnAlertRowWithoutAnAlert) {
  damage_row(OutboxKind::kUpLow, [](OutboxRow& row) { row.low.reset(); });
  expect_problem("belongs to nothing that waits for it");
}
TEST_F(VerifyFindsInChanges, AnAlertRowThatAnOrderWaitsFor) {
  const auto alert = row(OutboxKind::kUpLow).id;
  damage_order(8, [&](PurchaseOrder& order) { order.post = alert; });
  expect_problem("outbox row " + std::to_string(alert) + " belongs to nothing");
}
TEST_F(VerifyFindsInChanges, AMailWithoutAnAddressAndAPostWithOne) {
  damage_row(OutboxKind::kMail, [](OutboxRow& row) { row.to.clear(); });
  expect_problem("belongs to nothing that waits for it");
  damage_row(OutboxKind::kMail, [](OutboxRow& row) { row.to = "a@acme.example"; });
  EXPECT_EQ(problems_of(warehouse.store), "");
  damage_row(OutboxKind::kUpOrder, [](OutboxRow& row) { row.to = "a@acme.example"; });
  expect_problem("belongs to nothing that waits for it");
}
TEST_F(VerifyFindsInChanges, AnotherCountOfRows) {
  edit<Counters>(Table::kMeta, kCountersKey, [](Counters& counters) { ++counters.outbox_rows; });
  expect_problem("the outbox's length is not what was counted");
}

}  // namespace
}  // namespace domain_test
