// SPDX-License-Identifier: MIT
// Promise: an order goes through four stages, each with a queue of its own; an invoice number
// is given once and without gaps, and the customer is told once of every outcome.
// How: orders are handed in, and the stages run one by one. What can be filled at all is in
// order_receiver_test.cpp, what stock decides in reservations_test.cpp and
// backorders_test.cpp.

#include "gateway/limits.h"
#include "order_desk.h"
#include "rows/rows.h"

namespace domain_test {
namespace {

class OrderStages : public OrderDesk {
 protected:
  OrderStages() { warehouse.book(receive("BOLT", "MAIN/A", 10)); }
  void set_customer_mails(std::uint64_t rows) {
    const auto key = gateway::kCountersKey;
    auto counters =
        gateway::get_row<gateway::Counters>(warehouse.store, gateway::Table::kMeta, key);
    counters->outbox_rows = rows;
    counters->customer_mails = rows;
    gateway::put_row(warehouse.store, gateway::Table::kMeta, key, *counters);
  }
};

TEST_F(OrderStages, AnOrderGoesFromQueueToQueueAndIsToldOnce) {
  const auto began = warehouse.now.wall_ms;
  EXPECT_EQ(submit("4", {{"BOLT", 3}}, {}, "ann@a.example").verdict, gateway::Verdict::kDone);
  EXPECT_EQ(warehouse.last().work, std::vector{OrderStage::kReceive});
  ASSERT_EQ(warehouse.last().orders.size(), 1U);
  EXPECT_TRUE(warehouse.last().orders[0].shown);
  EXPECT_EQ(order("4").state(), OrderState::kReceived);
  EXPECT_EQ(order("4").waits_for, OrderStage::kReceive);

  std::uint32_t revision = order("4").revision;
  const auto after = [&](OrderStage stage, std::optional<OrderStage> next, const char* note) {
    warehouse.now.wall_ms += 1000;
    const auto outcome = step(stage);
    EXPECT_EQ(outcome.changed, 1U);
    EXPECT_FALSE(outcome.more);
    EXPECT_FALSE(outcome.stalled);
    EXPECT_EQ(notes(), note);
    EXPECT_EQ(order("4").waits_for, next);
    EXPECT_EQ(warehouse.last().work, next ? std::vector{*next} : std::vector<OrderStage>());
    ASSERT_EQ(warehouse.last().orders.size(), 1U);
    EXPECT_EQ(warehouse.last().orders[0].order, order("4"));
    EXPECT_GT(order("4").revision, revision);
    EXPECT_EQ(order("4").at_ms, warehouse.now.wall_ms);
    revision = order("4").revision;
    EXPECT_EQ(step(stage).changed, 0U) << "it waits for another stage now";
  };
  after(OrderStage::kReceive, OrderStage::kCheck, "order 4 receive accepted: 1 line\n");
  EXPECT_EQ(warehouse.position("BOLT").reserved, 0);
  after(OrderStage::kCheck, OrderStage::kInvoice, "order 4 check confirmed\n");
  EXPECT_EQ(warehouse.position("BOLT").reserved, 3);
  EXPECT_TRUE(invoices().empty());
  after(OrderStage::kInvoice, OrderStage::kNotify, "order 4 invoice INV-000001: 8.93 EUR\n");
  EXPECT_EQ(order("4").state(), OrderState::kReceived) << "the customer was told nothing yet";
  EXPECT_TRUE(mails().empty());
  after(OrderStage::kNotify, {}, "order 4 notify confirmed, mail to ann@a.example\n");

  const auto done = order("4");
  EXPECT_EQ(done.number, 1U);
  EXPECT_EQ(done.state(), OrderState::kConfirmed);
  EXPECT_EQ(done.created_ms, began);
  EXPECT_EQ(done.reason, "");
  EXPECT_EQ(done.invoice, 1U);
  ASSERT_EQ(done.history.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(done.history[i].stage, to_string(gateway::kOrderStages.at(i)));
    EXPECT_EQ(done.history[i].at_ms, began + 1000 * static_cast<std::int64_t>(i + 1));
  }
  EXPECT_EQ(done.history[1].text, "confirmed");
  EXPECT_EQ(mails().size(), 1U);
}

TEST_F(OrderStages, TheLogSaysOneLineAStageOfARejectedOrderToo) {
  submit("4", {{"NUT", 1}});
  step(OrderStage::kReceive);
  step(OrderStage::kCheck);
  EXPECT_EQ(notes(), "order 4 check rejected: NUT not in stock\n");
  EXPECT_EQ(order("4").waits_for, OrderStage::kNotify) << "there is nothing to invoice";
  step(OrderStage::kNotify);
  EXPECT_EQ(notes(), "order 4 notify rejected: NUT not in stock, no e-mail address\n");
}

// --- queues -----------------------------------------------------------------------

TEST_F(OrderStages, AStageTakesTheOldestFirstAndSaysThatThereIsMore) {
  for (const auto* id : {"1", "2", "3"}) submit(id, {{"BOLT", 4}});
  auto outcome = step(OrderStage::kReceive, 2);
  EXPECT_EQ(outcome.changed, 2U);
  EXPECT_TRUE(outcome.more);
  EXPECT_EQ(order("3").waits_for, OrderStage::kReceive);
  outcome = step(OrderStage::kReceive, 1);
  EXPECT_EQ(outcome.changed, 1U);
  EXPECT_FALSE(outcome.more);
  EXPECT_EQ(count_waiting(warehouse.store, OrderStage::kCheck, 10), 3U);
  EXPECT_EQ(count_waiting(warehouse.store, OrderStage::kCheck, 2), 2U);
  EXPECT_EQ(count_waiting(warehouse.store, OrderStage::kReceive, 10), 0U);
  run();
  EXPECT_EQ(order("1").state(), OrderState::kConfirmed);
  EXPECT_EQ(order("2").state(), OrderState::kConfirmed);
  EXPECT_EQ(order("3").state(), OrderState::kRejected);
}

TEST_F(OrderStages, ARestartBetweenAnyTwoStagesChangesNothing) {
  for (const auto* id : {"1", "2"}) submit(id, {{"BOLT", 6}}, {}, "ann@a.example");
  const auto disk = warehouse.store.disk();
  for (const auto stage : gateway::kOrderStages) {
    step(stage, 1);
    step(stage, 1);
  }
  const auto straight = dump(warehouse.store);
  Warehouse other;
  fakes::MemoryStore store(disk);
  for (const auto stage : gateway::kOrderStages) {
    for (int i = 0; i < 2; ++i) {
      gateway::Engine engine(store, warehouse.settings());
      ASSERT_EQ(engine.open(), wire::Status::kOk);
      const std::vector<gateway::Command> command{gateway::StepOrders{stage, 1}};
      (void)engine.apply(command, warehouse.now);
      store.crash();  // before the commit: it is decided again
      (void)engine.apply(command, warehouse.now);
      ASSERT_EQ(store.commit(), wire::Status::kOk);
    }
  }
  EXPECT_EQ(dump(store), straight);
}

// --- invoicer ---------------------------------------------------------------------

TEST_F(OrderStages, InvoiceNumbersHaveNoGapsWhateverHappensBetween) {
  warehouse.book(receive("BOLT", "MAIN/A", 90));
  submit("1", {{"BOLT", 10}});
  submit("2", {{"BOLT", 1000}});  // rejected
  submit("3", {{"BOLT", 10}});
  submit("4", {{"BOLT", 10}});
  step(OrderStage::kReceive);
  step(OrderStage::kCheck);
  cancel("3");  // before its invoice
  warehouse.restart();
  run();
  cancel("1");  // after it
  place("5", {{"BOLT", 10}});
  ASSERT_EQ(invoices().size(), 3U);
  const std::vector<const char*> whose{"1", "4", "5"};
  for (std::size_t i = 0; i < whose.size(); ++i) {
    EXPECT_EQ(invoices()[i].number, i + 1);
    EXPECT_EQ(invoices()[i].order, whose[i]);
    EXPECT_EQ(order(whose[i]).invoice, i + 1);
  }
  EXPECT_EQ(order("2").invoice, 0U);
  EXPECT_EQ(order("3").invoice, 0U);
}

TEST_F(OrderStages, AnInvoiceHoldsWhatWasConfirmedAndWhoSendsIt) {
  auto settings = warehouse.settings();
  settings.company = {"Shelves Ltd", "1 Road", "DE123", "EUR"};
  warehouse.restart(settings);
  auto full = form("4", {{"BOLT", 12}, {"CAP", 1}, {"NUT", 1}}, OrderPolicy::kPartial);
  full.customer = {"Ann", "ann@a.example", "2 Street"};
  warehouse.book(receive("NUT", "MAIN/A", 1));
  warehouse.apply(full);
  run();
  const auto invoice = invoices().at(0);
  EXPECT_EQ(invoice.company, settings.company);
  EXPECT_EQ(invoice.customer, full.customer);
  EXPECT_EQ(invoice.currency, "EUR");
  EXPECT_EQ(invoice.issued_ms, warehouse.now.wall_ms);
  EXPECT_EQ(invoice.cancelled_ms, 0);
  ASSERT_EQ(invoice.lines.size(), 2U) << "nothing of CAP was confirmed";
  EXPECT_EQ(invoice.lines[0].qty, 10);
  EXPECT_EQ(invoice.lines[0].price_minor, 250);
  EXPECT_EQ(invoice.lines[0].tax_percent, 19U);
  EXPECT_EQ(invoice.lines[1].sku.view(), "NUT");
  EXPECT_EQ(order("4").total_minor, 2500 + 475 + 100 + 7);
  EXPECT_TRUE(warehouse.tasks().empty());
}

TEST_F(OrderStages, AnInvoiceWithoutAPriceIsATask) {
  warehouse.book(receive("CAP", "MAIN/A", 1));
  place("4", {{"BOLT", 1}, {"CAP", 1}});
  ASSERT_EQ(warehouse.tasks().size(), 1U);
  EXPECT_EQ(warehouse.tasks()[0].why, "no_price");
  EXPECT_EQ(warehouse.tasks()[0].detail,
            "INV-000001 of order 4 was made without a price for CAP: set price_minor");
}

// --- notifier ---------------------------------------------------------------------

TEST_F(OrderStages, TheMailSaysWhatWasDecidedUnderOneMessageId) {
  auto full = form("4", {{"BOLT", 3}}, {}, "ann@a.example");
  full.customer.name = "Ann";
  warehouse.apply(full);
  run();
  ASSERT_EQ(mails().size(), 1U);
  const auto mail = mails()[0];
  EXPECT_EQ(mail.order, 1U);
  EXPECT_EQ(mail.purchase_order, 0U);
  EXPECT_EQ(mail.to, "ann@a.example");
  EXPECT_EQ(mail.to_name, "Ann");
  EXPECT_EQ(mail.message_id, "order-1-confirmed.05107e1d@main.shelfwire.invalid");
  EXPECT_EQ(mail.subject, "Order 4 confirmed");
  ASSERT_TRUE(mail.notice);
  EXPECT_EQ(*mail.notice,
            (gateway::OrderNotice{"4", OrderState::kConfirmed, "", order("4").lines, 1}));
  const auto due = gateway::list_deliveries(warehouse.store);
  ASSERT_EQ(due.size(), 1U);
  ASSERT_EQ(warehouse.last().deliveries.size(), 1U) << "handed to the courier with this commit";
  EXPECT_EQ(warehouse.last().deliveries[0].row, mail);
  EXPECT_EQ(warehouse.last().deliveries[0].invoice, due[0].invoice);
  EXPECT_EQ(due[0].invoice, invoices().at(0));
  EXPECT_FALSE(due[0].purchase);
}

TEST_F(OrderStages, ADeliveredMailIsInTheHistoryAndGone) {
  submit("4", {{"BOLT", 3}}, {}, "ann@a.example");
  run();
  const auto mail = mails().at(0);
  warehouse.report(mail.id, gateway::DeliveryState::kMaybeSent, "connection lost");
  EXPECT_EQ(mails().at(0).message_id, mail.message_id);
  EXPECT_EQ(order("4").history.size(), 4U);
  warehouse.report(mail.id, gateway::DeliveryState::kSent);
  EXPECT_TRUE(mails().empty());
  EXPECT_EQ(order("4").history.back().stage, "mail");
  EXPECT_EQ(order("4").history.back().text, "confirmed: sent to ann@a.example");
  EXPECT_EQ(notes(), "order 4 mail confirmed: sent to ann@a.example\n");
}

TEST_F(OrderStages, ADroppedMailLeavesTheOrderAsItIs) {
  place("4", {{"BOLT", 3}}, {}, "ann@a.example");
  const auto before = order("4");
  warehouse.change_row(mails().at(0).id, gateway::OutboxAction::kDrop);
  EXPECT_TRUE(mails().empty());
  EXPECT_EQ(order("4"), before);
}

TEST_F(OrderStages, AFullOutboxStopsTheNotifierAlone) {
  submit("1", {{"BOLT", 3}}, {}, "ann@a.example");
  submit("2", {{"BOLT", 3}}, {}, "bob@b.example");
  set_customer_mails(gateway::kCustomerMailsMax - 1);
  for (const auto stage : {OrderStage::kReceive, OrderStage::kCheck, OrderStage::kInvoice}) {
    EXPECT_EQ(step(stage).changed, 2U);
  }
  auto outcome = step(OrderStage::kNotify);
  EXPECT_EQ(outcome.changed, 1U) << "there is room for one";
  EXPECT_TRUE(outcome.stalled);
  submit("3", {{"BOLT", 3}});
  for (const auto stage : {OrderStage::kReceive, OrderStage::kCheck, OrderStage::kInvoice}) {
    outcome = step(stage);
    EXPECT_EQ(outcome.changed, 1U);
    EXPECT_FALSE(outcome.stalled);
  }
  outcome = step(OrderStage::kNotify);
  EXPECT_EQ(outcome.changed, 0U);
  EXPECT_TRUE(outcome.stalled);
  EXPECT_EQ(order("2").state(), OrderState::kReceived);
  set_customer_mails(1);
  outcome = step(OrderStage::kNotify);
  EXPECT_EQ(outcome.changed, 2U);
  EXPECT_FALSE(outcome.stalled);
  EXPECT_EQ(mails().size(), 2U);
}

}  // namespace
}  // namespace domain_test
