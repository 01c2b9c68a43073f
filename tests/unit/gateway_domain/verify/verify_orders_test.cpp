// SPDX-License-Identifier: MIT
// Promise: verify finds every damage to customers' orders: to what they were promised, to the
// queues they wait in, to their invoices and to the ways in which they are found.
// How: plant one damage in a store that holds orders in every state and stage.

#include <algorithm>

#include "damage.h"
#include "gateway/limits.h"

namespace domain_test {
namespace {

using namespace gateway;  // rows and tables, in every line below

class VerifyFindsInCustomersOrders : public VerifyFinds {
 protected:
  [[nodiscard]] Order order(std::string_view id) const {
    return find_order(warehouse.store, id).value_or(Order{});
  }
  void damage(std::string_view id, const std::function<void(Order&)>& how) {
    edit<Order>(Table::kOrders, number_key(order(id).number), how);
  }
  void damage_bin(std::string_view location, const std::function<void(Bin&)>& how) {
    edit<Bin>(Table::kBins, pair_key("LAMP", location), how);
  }
  void damage_position(std::string_view name, const std::function<void(Position&)>& how) {
    edit<Position>(Table::kPositions, pair_key("LAMP", name), how);
  }
  [[nodiscard]] std::string reservation(std::string_view id, std::string_view sku,
                                        std::string_view location) const {
    return reservation_key(order(id).number, sku, location);
  }
  [[nodiscard]] std::string backorder(std::string_view id, std::string_view sku) const {
    return backorder_key(sku, order(id).number);
  }
  [[nodiscard]] std::string invoice(std::string_view id) const {
    return number_key(order(id).invoice);
  }
  void count(std::uint64_t Counters::*counter, std::int64_t change) {
    edit<Counters>(Table::kMeta, kCountersKey, [&](Counters& counters) {
      counters.*counter += static_cast<std::uint64_t>(change);
    });
  }
  /// Entry whose goods were those of `id`.
  [[nodiscard]] LedgerSeq entry_of(std::string_view id) const {
    LedgerSeq found = 0;
    scan_ledger(warehouse.store, 1, [&](const Entry& entry) {
      if (entry.order == order(id).number) found = entry.seq;
      return true;
    });
    return found;
  }
};

TEST_F(VerifyFindsInCustomersOrders, NothingInAStoreInWhichEverythingHappened) {
  const auto expect = [&](std::string_view id, OrderState state, std::optional<OrderStage> stage) {
    EXPECT_EQ(order(id).state(), state) << id;
    EXPECT_EQ(order(id).waits_for, stage) << id;
  };
  expect("c1", OrderState::kShipped, {});
  expect("c2", OrderState::kConfirmed, {});
  expect("c3", OrderState::kPartlyConfirmed, {});
  expect("c4", OrderState::kBackordered, {});
  expect("c5", OrderState::kRejected, {});
  expect("c6", OrderState::kCancelled, {});
  expect("c7", OrderState::kReceived, OrderStage::kNotify);
  expect("c8", OrderState::kReceived, OrderStage::kInvoice);
  expect("c9", OrderState::kReceived, OrderStage::kCheck);
  expect("c10", OrderState::kReceived, OrderStage::kReceive);
  EXPECT_EQ(list_reservations(warehouse.store, order("c2").number).size(), 3U) << "two of LAMP";
  EXPECT_GT(order("c4").lines.at(0).confirmed, 0);
  EXPECT_GT(order("c4").lines.at(0).backordered, 0);
  EXPECT_GT(order("c3").lines.at(0).picked, 0);
  EXPECT_NE(order("c2").expires_ms, 0);
  EXPECT_NE(find_invoice(warehouse.store, order("c6").invoice)->cancelled_ms, 0);
}

// --- promises ---------------------------------------------------------------------

TEST_F(VerifyFindsInCustomersOrders, AMissingReservation) {
  erase(Table::kReservations, reservation("c2", "LAMP", "EAST/A"));
  expect_problem("order c2, LAMP: reserved is not what its reservations sum to");
  expect_problem("bin LAMP EAST/A: reserved is not what its reservations sum to");
  expect_problem("position LAMP EAST: reserved is not what its reservations sum to");
}
TEST_F(VerifyFindsInCustomersOrders, AReservationTooMany) {
  const auto key = reservation_key(99, "LAMP", "EAST/A");
  put_row(warehouse.store, Table::kReservations, key,
          Reservation{99, text<wire::Sku>("LAMP"), text<wire::Location>("EAST/A"), 1});
  expect_problem("goods are promised to, or picked for, an order that is not there");
}
TEST_F(VerifyFindsInCustomersOrders, AReservationOfAnotherQuantityOrNone) {
  for (const wire::Quantity qty : {100, 0}) {
    edit<Reservation>(Table::kReservations, reservation("c2", "LAMP", "EAST/A"),
                      [&](Reservation& row) { row.qty = qty; });
    expect_problem("order c2, LAMP: reserved is not");
  }
  expect_problem("a reservation of LAMP is not as it is stored");
}
TEST_F(VerifyFindsInCustomersOrders, AReservationUnderAnotherKey) {
  copy(Table::kReservations, reservation("c2", "LAMP", "EAST/A"),
       reservation("c2", "LAMP", "MAIN/Q"));
  expect_problem("a reservation of LAMP is not as it is stored");
}
TEST_F(VerifyFindsInCustomersOrders, AReservationInABinThatIsNotThere) {
  const auto key = reservation("c2", "LAMP", "EAST/Q");
  put_row(
      warehouse.store, Table::kReservations, key,
      Reservation{order("c2").number, text<wire::Sku>("LAMP"), text<wire::Location>("EAST/Q"), 1});
  expect_problem("goods are reserved in bin LAMP EAST/Q, which is not there");
}
TEST_F(VerifyFindsInCustomersOrders, AnotherFigureOfABinOrAPosition) {
  damage_bin("MAIN/A", [](Bin& bin) { --bin.reserved; });
  expect_problem("bin LAMP MAIN/A: reserved is not what its reservations sum to");
  damage_position("MAIN", [](Position& position) { ++position.reserved; });
  expect_problem("position LAMP MAIN: reserved is not what its reservations sum to");
  damage_position("EAST", [](Position& position) { ++position.backordered; });
  expect_problem("position LAMP EAST: backordered is not what its waiting lines sum to");
}
TEST_F(VerifyFindsInCustomersOrders, AMissingBackorder) {
  erase(Table::kBackorders, backorder("c4", "LAMP"));
  expect_problem("order c4, LAMP: backordered is not what waits for goods");
  expect_problem("the backorders are not as many as counted");
  expect_problem("position LAMP EAST: backordered is not");
}
TEST_F(VerifyFindsInCustomersOrders, ABackorderTooMany) {
  put_row(warehouse.store, Table::kBackorders, backorder_key("LAMP", 99),
          Backorder{99, text<wire::Sku>("LAMP"), 1, ""});
  expect_problem("the backorders are not as many as counted");
  count(&Counters::backorders, 1);
  expect_problem("goods are promised to, or picked for, an order that is not there");
}
TEST_F(VerifyFindsInCustomersOrders, ABackorderOfAnotherQuantityWarehouseOrKey) {
  const auto key = backorder("c4", "VASE");
  edit<Backorder>(Table::kBackorders, key, [](Backorder& row) { row.warehouse = "EAST"; });
  expect_problem("position VASE MAIN: backordered is not");
  edit<Backorder>(Table::kBackorders, key, [](Backorder& row) { row.qty = 0; });
  expect_problem("a backorder of VASE is not as it is stored");
  edit<Backorder>(Table::kBackorders, key, [](Backorder& row) { row.qty = 7; });
  expect_problem("order c4, VASE: backordered is not");
  copy(Table::kBackorders, key, backorder_key("VASE", 99));
  expect_problem("a backorder of VASE is not as it is stored");
}
TEST_F(VerifyFindsInCustomersOrders, GoodsThatAreThereWhileAnOrderWaits) {
  ASSERT_EQ(problems_of(warehouse.store), "");
  edit<Order>(Table::kOrders, number_key(order("c2").number), [](Order& order) {
    order.lines.at(0).confirmed -= 6;  // all figures agree: somebody was forgotten
    order.lines.at(0).qty -= 6;
  });
  erase(Table::kReservations, reservation("c2", "LAMP", "EAST/A"));
  damage_bin("EAST/A", [](Bin& bin) { bin.reserved -= 6; });
  damage_position("EAST", [](Position& position) { position.reserved -= 6; });
  expect_problem("LAMP is in stock, and an order waits for it");
}
TEST_F(VerifyFindsInCustomersOrders, OtherFiguresOfALine) {
  damage("c3", [](Order& order) { --order.lines.at(0).picked; });
  expect_problem("order c3, LAMP: picked is not what its ledger entries sum to");
  expect_problem("order c3, LAMP: reserved is not");
  damage("c2", [](Order& order) { order.lines.at(0).confirmed += 1; });
  expect_problem("order c2, LAMP: reserved is not");
  damage("c2", [](Order& order) { order.lines.push_back(order.lines.at(0)); });
  expect_problem("order c2, LAMP is in it twice");
}
TEST_F(VerifyFindsInCustomersOrders, APickOfAnotherOrderOrOfNone) {
  const auto seq = entry_of("c1");
  edit<Entry>(Table::kLedger, number_key(seq), [](Entry& entry) { entry.order = 0; });
  expect_problem("order c1, LAMP: picked is not");
  edit<Entry>(Table::kLedger, number_key(seq), [](Entry& entry) { entry.order = 99; });
  expect_problem("goods are promised to, or picked for, an order that is not there");
  edit<Entry>(Table::kLedger, number_key(1), [](Entry& entry) { entry.order = 1; });
  expect_problem("ledger entry 1 names a customer's order, and is no pick");
}
TEST_F(VerifyFindsInCustomersOrders, AnUndonePickThatForgotItsOrder) {
  const auto undone = warehouse.undo_entry(entry_of("c3")).ledger_seq;
  ASSERT_EQ(problems_of(warehouse.store), "");
  edit<Entry>(Table::kLedger, number_key(undone), [](Entry& entry) { entry.order = 0; });
  expect_problem("does not undo entry");
  expect_problem("order c3, LAMP: picked is not");
}

// --- states -----------------------------------------------------------------------

TEST_F(VerifyFindsInCustomersOrders, AStateThatDoesNotFitItsPromises) {
  const auto finds = [&](std::string_view id, OrderState state) {
    const auto before = order(id).decided;
    damage(id, [&](Order& order) { order.decided = order.notified = state; });
    expect_problem("order " + std::string(id) + ": its state and its promises differ");
    damage(id, [&](Order& order) { order.decided = order.notified = before; });
  };
  finds("c2", OrderState::kReceived);
  finds("c2", OrderState::kPartlyConfirmed);
  finds("c2", OrderState::kBackordered);
  finds("c2", OrderState::kRejected);
  finds("c2", OrderState::kCancelled);
  finds("c2", OrderState::kShipped);
  finds("c3", OrderState::kConfirmed);
  finds("c4", OrderState::kConfirmed);
  finds("c4", OrderState::kPartlyConfirmed);
  finds("c4", OrderState::kCancelled);
  finds("c5", OrderState::kConfirmed);
  finds("c5", OrderState::kBackordered);
}
TEST_F(VerifyFindsInCustomersOrders, AStateThatItsPolicyDoesNotKnow) {
  damage("c3", [](Order& order) { order.policy = OrderPolicy::kAllOrNothing; });
  expect_problem("order c3: its state and its promises differ");
  damage("c4", [](Order& order) { order.policy = OrderPolicy::kPartial; });
  expect_problem("order c4: its state and its promises differ");
}

// --- queues -----------------------------------------------------------------------

TEST_F(VerifyFindsInCustomersOrders, AMissingRowOfAQueue) {
  for (const auto* id : {"c7", "c8", "c9", "c10"}) {
    const auto waiting = order(id);
    erase(Table::kOrderQueues, stage_key(*waiting.waits_for, waiting.number));
    expect_problem("order " + waiting.id + ": it does not wait where it says");
  }
  const auto open = order("c2");
  erase(Table::kOrderQueues, expiry_key(open.expires_ms, open.number));
  expect_problem("order c2: it does not wait where it says");
  const auto closed = order("c1");
  erase(Table::kOrderQueues, closed_key(closed.closed_number));
  expect_problem("order c1: it is not shown as long as it should be");
}
TEST_F(VerifyFindsInCustomersOrders, ARowOfAQueueTooMany) {
  const auto finds = [&](const std::string& key, std::uint64_t number) {
    put_row(warehouse.store, Table::kOrderQueues, key, NumberRow{number});
    expect_problem("a queue names an order that is not in it");
    erase(Table::kOrderQueues, key);
    EXPECT_EQ(problems_of(warehouse.store), "");
  };
  const auto told = order("c2");
  for (const auto stage : kOrderStages) {
    finds(stage_key(stage, told.number), told.number);
    finds(stage_key(stage, 99), 99);
  }
  finds(expiry_key(told.expires_ms + 1, told.number), told.number);
  finds(expiry_key(1, order("c5").number), order("c5").number);
  finds(closed_key(99), told.number);
  finds(closed_key(99), order("c1").number);
  finds("?", told.number);
}
TEST_F(VerifyFindsInCustomersOrders, AQueueThatNamesAnotherOrder) {
  const auto swap = [&](const std::string& key, std::uint64_t other) {
    edit<NumberRow>(Table::kOrderQueues, key, [&](NumberRow& row) { row.number = other; });
    expect_problem("a queue names an order that is not in it");
  };
  swap(stage_key(OrderStage::kCheck, order("c9").number), order("c2").number);
  swap(closed_key(order("c1").closed_number), order("c2").number);
}
TEST_F(VerifyFindsInCustomersOrders, AnOrderThatWaitsForNothingAndWasNotTold) {
  damage("c7", [](Order& order) { order.waits_for.reset(); });
  expect_problem("order c7: it does not wait where it says");
  damage("c2", [](Order& order) { order.waits_for = OrderStage::kNotify; });
  expect_problem("order c2: it does not wait where it says");
}

// --- closed -----------------------------------------------------------------------

TEST_F(VerifyFindsInCustomersOrders, AClosedOrderThatIsNotNumberedAndAnOpenOneThatIs) {
  damage("c1", [](Order& order) { order.closed_number = 0; });
  expect_problem("order c1: it is not shown as long as it should be");
  damage("c2", [](Order& order) { order.closed_number = 1; });
  expect_problem("order c2: it is not shown as long as it should be");
}
TEST_F(VerifyFindsInCustomersOrders, AClosedOrderThatMayStillExpire) {
  damage("c5", [](Order& order) { order.expires_ms = 5; });
  put_row(warehouse.store, Table::kOrderQueues, expiry_key(5, order("c5").number),
          NumberRow{order("c5").number});
  expect_problem("order c5: it is not shown as long as it should be");
}
TEST_F(VerifyFindsInCustomersOrders, AClosedOrderThatIsShownTooLong) {
  count(&Counters::closed_orders, static_cast<std::int64_t>(kClosedOrdersShown));
  expect_problem("order c1: it is not shown as long as it should be");
}

// --- invoices ---------------------------------------------------------------------

TEST_F(VerifyFindsInCustomersOrders, AGapInTheInvoices) {
  erase(Table::kInvoices, invoice("c2"));
  expect_problem("invoices: number 2 is missing or out of order");
  expect_problem("order c2: its invoice does not belong to it");
}
TEST_F(VerifyFindsInCustomersOrders, AMissingLastInvoiceAndOneTooMany) {
  erase(Table::kInvoices, invoice("c7"));
  expect_problem("invoices end at number 4, not at 5");
  warehouse.restart();
  ASSERT_EQ(problems_of(warehouse.store), "");
  auto copied = find_invoice(warehouse.store, 5).value_or(Invoice{});
  copied.number = 6;
  put_row(warehouse.store, Table::kInvoices, number_key(6), copied);
  expect_problem("invoices end at number 6, not at 5");
  expect_problem("INV-000006 belongs to no order");
}
TEST_F(VerifyFindsInCustomersOrders, AnInvoiceOfAnotherOrder) {
  edit<Invoice>(Table::kInvoices, invoice("c2"), [](Invoice& row) { row.order = "c1"; });
  expect_problem("INV-000002 belongs to no order");
  expect_problem("order c2: its invoice does not belong to it");
}
TEST_F(VerifyFindsInCustomersOrders, AnOrderThatForgotItsInvoiceOrNamesAnothers) {
  damage("c2", [](Order& order) { order.invoice = 0; });
  expect_problem("order c2: its invoice does not belong to it");
  expect_problem("INV-000002 belongs to no order");
  damage("c2", [](Order& order) { order.invoice = 1; });
  expect_problem("order c2: its invoice does not belong to it");
}
TEST_F(VerifyFindsInCustomersOrders, AnInvoiceOfAnotherAmount) {
  edit<Invoice>(Table::kInvoices, invoice("c2"),
                [](Invoice& row) { row.lines.at(0).net_minor += 1; });
  expect_problem("order c2: its invoice does not belong to it");
}
TEST_F(VerifyFindsInCustomersOrders, AnInvoiceThatStandsThoughItsOrderIsCancelledAndTheReverse) {
  edit<Invoice>(Table::kInvoices, invoice("c6"), [](Invoice& row) { row.cancelled_ms = 0; });
  expect_problem("order c6: its invoice does not belong to it");
  edit<Invoice>(Table::kInvoices, invoice("c2"), [](Invoice& row) { row.cancelled_ms = 1; });
  expect_problem("order c2: its invoice does not belong to it");
}
TEST_F(VerifyFindsInCustomersOrders, AnInvoiceOfWhatWasNotConfirmed) {
  damage("c5", [](Order& order) {
    order.invoice = 5;
    order.total_minor = 100;
  });
  expect_problem("order c5: its invoice does not belong to it");
}

// --- names and numbers --------------------------------------------------------------

TEST_F(VerifyFindsInCustomersOrders, AMissingOrder) {
  erase(Table::kOrders, number_key(order("c2").number));
  expect_problem("orders: number 2 is missing or out of order");
  expect_problem("goods are promised to, or picked for, an order that is not there");
}
TEST_F(VerifyFindsInCustomersOrders, AMissingLastOrder) {
  const auto last = order("c10");
  erase(Table::kOrders, number_key(last.number));
  expect_problem("orders end at number 9, not at 10");
  expect_problem("a queue names an order that is not in it");
}
TEST_F(VerifyFindsInCustomersOrders, ANameThatLeadsElsewhereOrIsMissing) {
  edit<NumberRow>(Table::kOrderIds, "c2", [](NumberRow& row) { row.number = 1; });
  expect_problem("order c2 is not found by its name");
  erase(Table::kOrderIds, "c5");
  expect_problem("order c5 is not found by its name");
}
TEST_F(VerifyFindsInCustomersOrders, ANameOfNoOrder) {
  put_row(warehouse.store, Table::kOrderIds, "nobody", NumberRow{1});
  expect_problem("the orders' names are not as many as the orders");
}
TEST_F(VerifyFindsInCustomersOrders, AMailOfAnotherOrderOrOfNone) {
  const auto rows = warehouse.outbox();
  const auto mail = std::find_if(rows.begin(), rows.end(), [](const OutboxRow& row) {
    return row.kind == OutboxKind::kOrderMail;
  });
  ASSERT_NE(mail, rows.end());
  const auto finds = [&](const std::function<void(OutboxRow&)>& how) {
    auto damaged = *mail;
    how(damaged);
    put_row(warehouse.store, Table::kOutbox, number_key(mail->id), damaged);
    expect_problem("outbox row " + std::to_string(mail->id) + " belongs to nothing");
  };
  finds([](OutboxRow& row) { row.order = 99; });
  finds([](OutboxRow& row) { ++row.order; });
  finds([](OutboxRow& row) { row.notice.reset(); });
  finds([](OutboxRow& row) { row.to.clear(); });
  finds([](OutboxRow& row) { row.kind = OutboxKind::kMail; });
}

}  // namespace
}  // namespace domain_test
