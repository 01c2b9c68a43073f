// SPDX-License-Identifier: MIT
// Promise: verify finds every damage to the ledger, to the stock folded out of it
// and to the purchase orders that stock led to.
// How: plant one damage in a store that holds rows of every kind.

#include "damage.h"
#include "gateway/verify/verify.h"

namespace domain_test {
namespace {

using namespace gateway;  // rows and tables, in every line below

class VerifyFindsInLedger : public VerifyFinds {};

TEST_F(VerifyFindsInLedger, AMissingEntry) {
  erase(Table::kLedger, number_key(4));
  expect_problem("ledger entries: number 4 is missing");
}
TEST_F(VerifyFindsInLedger, AMissingLastEntry) {
  erase(Table::kLedger, number_key(last_ledger_seq(warehouse.store)));
  expect_problem("ledger entries end at number");
}
TEST_F(VerifyFindsInLedger, AnEntryTooMany) {
  const auto next = last_ledger_seq(warehouse.store) + 1;
  copy(Table::kLedger, number_key(1), number_key(next));
  edit<Entry>(Table::kLedger, number_key(next), [&](Entry& entry) { entry.seq = next; });
  expect_problem("ledger entries end at number");
}
TEST_F(VerifyFindsInLedger, AnEntryBeforeTheFirst) {
  copy(Table::kLedger, number_key(1), number_key(0));
  expect_problem("ledger entries: number 1 is missing or out of order");
}
TEST_F(VerifyFindsInLedger, TwoEntriesThatChangedPlaces) {
  const std::string first(*warehouse.store.get(Table::kLedger, number_key(1)));
  copy(Table::kLedger, number_key(2), number_key(1));
  warehouse.store.put(Table::kLedger, number_key(2), first);
  expect_problem("ledger entries: number 1 is missing or out of order");
}
TEST_F(VerifyFindsInLedger, TwoEntriesThatSwappedWhatTheySay) {
  const auto first = warehouse.entry(1);
  edit<Entry>(Table::kLedger, number_key(1), [&](Entry& entry) {
    entry = warehouse.entry(6);
    entry.seq = 1;
  });
  edit<Entry>(Table::kLedger, number_key(6), [&](Entry& entry) {
    entry = first;
    entry.seq = 6;
  });
  expect_problem("ledger entry 1 is not the one booked for its scan");
}
TEST_F(VerifyFindsInLedger, AnotherQuantity) {
  edit<Entry>(Table::kLedger, number_key(1), [](Entry& entry) { ++entry.qty; });
  expect_problem("bin BOLT MAIN/A is not what its ledger entries sum to");
  expect_problem("position BOLT MAIN: on hand is not");
}
TEST_F(VerifyFindsInLedger, ANegativeQuantity) {
  edit<Entry>(Table::kLedger, number_key(1), [](Entry& entry) { entry.qty = -1; });
  expect_problem("ledger entry 1 has a negative quantity");
}
TEST_F(VerifyFindsInLedger, AnotherItem) {
  edit<Entry>(Table::kLedger, number_key(1),
              [](Entry& entry) { entry.sku = text<wire::Sku>("NUT"); });
  expect_problem("bin BOLT MAIN/A");
  expect_problem("bin NUT @supplier");
}
TEST_F(VerifyFindsInLedger, AnotherLocation) {
  edit<Entry>(Table::kLedger, number_key(1),
              [](Entry& entry) { entry.to = text<wire::Location>("MAIN/Z"); });
  expect_problem("bin BOLT MAIN/A");
}
TEST_F(VerifyFindsInLedger, AnotherOperation) {
  edit<Entry>(Table::kLedger, number_key(1), [](Entry& entry) { entry.op = wire::Op::kReturn; });
  expect_problem("ledger entry 1 does not go where its operation goes");
}
TEST_F(VerifyFindsInLedger, AnotherOrigin) {
  edit<Entry>(Table::kLedger, number_key(1), [](Entry& entry) { entry.origin.seq = 2; });
  expect_problem("ledger entry 1 is not the one booked for its scan");
  expect_problem("a scan is booked as ledger entry 1, which is another one");
}
TEST_F(VerifyFindsInLedger, AnUndoOfSomethingElse) {
  edit<Entry>(Table::kLedger, number_key(3), [](Entry& entry) { entry.undoes = 1; });
  expect_problem("ledger entry 3 does not undo entry 1");
}
TEST_F(VerifyFindsInLedger, AnUndoThatUndoesNothing) {
  edit<Entry>(Table::kLedger, number_key(3), [](Entry& entry) { entry.undoes = 0; });
  expect_problem("ledger entry 3 does not go where its operation goes");
}
TEST_F(VerifyFindsInLedger, AMissingMarkOfAnUndo) {
  erase(Table::kReversals, number_key(2));
  expect_problem("ledger entry 3 does not undo entry 2");
}
TEST_F(VerifyFindsInLedger, AMarkWithoutAnUndo) {
  copy(Table::kReversals, number_key(2), number_key(5));
  expect_problem("an entry is marked as undone, and nothing undoes it");
}

class VerifyFindsInBins : public VerifyFinds {
 protected:
  const std::string key = pair_key("BOLT", "MAIN/A");
};

TEST_F(VerifyFindsInBins, AnotherFigure) {
  edit<Bin>(Table::kBins, key, [](Bin& bin) { ++bin.on_hand; });
  expect_problem("BOLT sums to 1 over all locations, not 0");
  expect_problem("bin BOLT MAIN/A is not what its ledger entries sum to");
}
TEST_F(VerifyFindsInBins, AnotherFigureOfTheLastItem) {
  std::string last;
  warehouse.store.scan(Table::kBins, {}, [&](std::string_view each, std::string_view) {
    last = each;
    return true;
  });
  edit<Bin>(Table::kBins, last, [](Bin& bin) { ++bin.on_hand; });
  expect_problem(last.substr(0, last.find('\0')) + " sums to 1 over all locations, not 0");
}
TEST_F(VerifyFindsInBins, FiguresThatStillSumToZero) {
  edit<Bin>(Table::kBins, key, [](Bin& bin) { ++bin.on_hand; });
  edit<Bin>(Table::kBins, pair_key("BOLT", "MAIN/B"), [](Bin& bin) { --bin.on_hand; });
  expect_problem("bin BOLT MAIN/A");
  expect_problem("bin BOLT MAIN/B");
}
TEST_F(VerifyFindsInBins, AnotherLastEntryOrTime) {
  edit<Bin>(Table::kBins, key, [](Bin& bin) { --bin.seq; });
  edit<Bin>(Table::kBins, pair_key("BOLT", "MAIN/B"), [](Bin& bin) { ++bin.at_ms; });
  expect_problem("bin BOLT MAIN/A");
  expect_problem("bin BOLT MAIN/B");
}
TEST_F(VerifyFindsInBins, AMissingBin) {
  erase(Table::kBins, pair_key("NUT", "FIVE/A"));
  expect_problem("bins are missing");
}
TEST_F(VerifyFindsInBins, ABinTooMany) {
  copy(Table::kBins, key, pair_key("BOLT", "MAIN/Z"));
  expect_problem("bin BOLT MAIN/Z");
}
TEST_F(VerifyFindsInBins, AnItemThatIsNotInTheCatalogue) {
  erase(Table::kItems, "CAP");
  expect_problem("holds an item that is not in the catalogue");
}

class VerifyFindsInPositions : public VerifyFinds {
 protected:
  const std::string partly = pair_key("NUT", "TWO");

  void damage(const std::function<void(Position&)>& how) {
    edit<Position>(Table::kPositions, partly, how);
  }
};

TEST_F(VerifyFindsInPositions, AnotherFigure) {
  damage([](Position& position) { ++position.on_hand; });
  expect_problem("position NUT TWO: on hand is not");
}
TEST_F(VerifyFindsInPositions, AnotherOnOrder) {
  damage([](Position& position) { --position.on_order; });
  expect_problem("position NUT TWO: on order is not");
}
TEST_F(VerifyFindsInPositions, AnotherOrder) {
  damage([](Position& position) { position.open_lines[0].purchase_order = 3; });
  expect_problem("position NUT TWO: names other purchase orders");
}
TEST_F(VerifyFindsInPositions, AnotherCycle) {
  damage([](Position& position) { ++position.cycle; });
  expect_problem("position NUT TWO: cycle and lines of purchase orders differ");
}
TEST_F(VerifyFindsInPositions, AnAlertSwitchedOff) {
  damage([](Position& position) { position.low = false; });
  expect_problem("position NUT TWO: carries marks of an alert, but is not low");
}
TEST_F(VerifyFindsInPositions, AMissingPosition) {
  erase(Table::kPositions, partly);
  expect_problem("positions are missing");
}
TEST_F(VerifyFindsInPositions, APositionUnderAnotherKey) {
  copy(Table::kPositions, partly, pair_key("NUT", "SIX"));
  expect_problem("position NUT SIX is stored under another one's key");
}

class VerifyFindsInOrders : public VerifyFinds {
 protected:
  void damage(std::uint64_t number, const std::function<void(PurchaseOrder&)>& how) {
    edit<PurchaseOrder>(Table::kPurchaseOrders, number_key(number), how);
  }
};

TEST_F(VerifyFindsInOrders, AMissingOrder) {
  erase(Table::kPurchaseOrders, number_key(3));
  expect_problem("purchase orders: number 3 is missing");
  expect_problem("position NUT THREE: on order is not");
}
TEST_F(VerifyFindsInOrders, AMissingLastOrder) {
  erase(Table::kPurchaseOrders, number_key(12));
  expect_problem("purchase orders end at number 11, not at 12");
}
TEST_F(VerifyFindsInOrders, AMissingProposedOrder) {
  erase(Table::kPurchaseOrders, number_key(6));
  expect_problem("the list of proposed purchase orders names one that is none");
}
TEST_F(VerifyFindsInOrders, AnOrderWithoutLines) {
  damage(1, [](PurchaseOrder& order) { order.lines.clear(); });
  expect_problem("PO-000001 has no lines or too many");
}
TEST_F(VerifyFindsInOrders, QuantitiesOutOfRange) {
  damage(1, [](PurchaseOrder& order) { order.lines[0].received = -1; });
  expect_problem("PO-000001, line of NUT ONE: quantities are out of range");
}
TEST_F(VerifyFindsInOrders, AnotherReceivedQuantity) {
  damage(2, [](PurchaseOrder& order) { ++order.lines[0].received; });
  expect_problem("position NUT TWO: on order is not");
  expect_problem("PO-000002, line of NUT TWO: received is not what its ledger entries sum to");
}
TEST_F(VerifyFindsInOrders, ACycleOrderedTwice) {
  damage(1, [](PurchaseOrder& order) { order.lines.push_back(order.lines[0]); });
  expect_problem("PO-000001, line of NUT ONE: cycle ordered twice");
}
TEST_F(VerifyFindsInOrders, ASkuInItTwice) {
  damage(2, [](PurchaseOrder& order) {
    order.lines.push_back(order.lines[0]);
    ++order.lines[1].cycle;
  });
  expect_problem("PO-000002: a SKU is in it twice");
}
TEST_F(VerifyFindsInOrders, ACauseThatDoesNotExist) {
  damage(1, [](PurchaseOrder& order) { order.lines[0].ledger_seq = 1000; });
  expect_problem("its cause is not in the ledger");
}
TEST_F(VerifyFindsInOrders, AStateThatDoesNotFitWhatWasReceived) {
  damage(1, [](PurchaseOrder& order) { order.stage = PurchaseState::kProposed; });
  damage(2, [](PurchaseOrder& order) { order.stage = PurchaseState::kReceived; });
  damage(3, [](PurchaseOrder& order) { order.stage = PurchaseState::kPartlyReceived; });
  for (const auto* name : {"PO-000001", "PO-000002", "PO-000003"}) {
    expect_problem(std::string(name) + ": its state and what was received differ");
  }
}
TEST_F(VerifyFindsInOrders, AProposedOrderThatIsNotListed) {
  erase(Table::kMeta, proposed_prefix("ACME", "FIVE") + number_key(6));
  expect_problem("PO-000006: its state and the list of proposed purchase orders differ");
}
TEST_F(VerifyFindsInOrders, AListedOrderThatIsNotProposed) {
  damage(6, [](PurchaseOrder& order) { order.stage = PurchaseState::kSent; });
  expect_problem("PO-000006: its state and the list of proposed purchase orders differ");
}
TEST_F(VerifyFindsInOrders, AWaitingOrderThatToldNobody) {
  erase(Table::kExceptions, number_key(7));
  expect_problem("PO-000004: its task for a person is not as it is");
}

class VerifyFindsInOutbox : public VerifyFinds {
 protected:
  /// The mail of order 5.
  std::string key() { return number_key(warehouse.outbox().at(0).id); }
};

TEST_F(VerifyFindsInOutbox, AMissingMail) {
  erase(Table::kOutbox, key());
  expect_problem("the outbox's length is not what was counted");
  expect_problem("PO-000005 waits for outbox row");
}
TEST_F(VerifyFindsInOutbox, AMailOfAnOrderThatIsSentOrProposed) {
  for (const std::uint64_t number : {3U, 6U}) {
    edit<OutboxRow>(Table::kOutbox, key(), [&](OutboxRow& row) { row.purchase_order = number; });
    expect_problem("belongs to nothing that waits for it");
  }
}
TEST_F(VerifyFindsInOutbox, AMailThatIsDone) {
  edit<OutboxRow>(Table::kOutbox, key(), [](OutboxRow& row) { row.state = DeliveryState::kSent; });
  expect_problem("belongs to nothing that waits for it");
}
TEST_F(VerifyFindsInOutbox, ASecondMail) {
  copy(Table::kOutbox, key(), number_key(1));
  edit<OutboxRow>(Table::kOutbox, number_key(1), [](OutboxRow& row) { row.id = 1; });
  expect_problem("outbox row 1 belongs to nothing that waits for it");
}
TEST_F(VerifyFindsInOutbox, AMailUnderAnotherKey) {
  copy(Table::kOutbox, key(), number_key(77));
  expect_problem("is stored under another one's key");
}

/// Also of those that it has no room to name.
TEST_F(VerifyFinds, HowManyEntriesCannotBeRead) {
  constexpr std::uint64_t kMany = ProblemList::kTextsMax + 50;
  const LedgerSeq last = verify(warehouse.store, {}).entries;
  for (std::uint64_t i = 1; i <= kMany; ++i) {
    warehouse.store.put(Table::kLedger, number_key(last + i), "");
  }
  const ProblemList found = verify(warehouse.store, {}).problems;
  EXPECT_EQ(found.count, kMany + 1) << "and that the ledger ends elsewhere";
  EXPECT_EQ(found.texts.size(), ProblemList::kTextsMax);
}

}  // namespace
}  // namespace domain_test
