// SPDX-License-Identifier: MIT
// Promise: one id is one order for ever, and an order that cannot be filled and invoiced as it
// is says why, before anything is promised.
// How: orders are handed in with one fault each, and the stages run.

#include "gateway/limits.h"
#include "order_desk.h"

namespace domain_test {
namespace {

using gateway::Verdict;

class OrderReceiver : public OrderDesk {
 protected:
  OrderReceiver() { warehouse.book(receive("BOLT", "MAIN/A", 10)); }
  /// Why an order of these lines is rejected.
  std::string refusal(const Lines& lines) {
    const auto id = "refused-" + std::to_string(++refused_);
    const auto rejected = place(id, lines);
    EXPECT_EQ(rejected.state(), OrderState::kRejected);
    EXPECT_TRUE(reservations(id).empty());
    EXPECT_EQ(rejected.invoice, 0U);
    return rejected.reason;
  }

 private:
  int refused_ = 0;
};

// --- the door ---------------------------------------------------------------------

TEST_F(OrderReceiver, TheSameOrderAgainIsShownAgainAndChangesNothing) {
  submit("4", {{"BOLT", 3}}, OrderPolicy::kPartial, "ann@a.example");
  for (int i = 0; i < 2; ++i) {  // before it is decided, and after
    const auto before = dump(warehouse.store);
    EXPECT_EQ(submit("4", {{"BOLT", 3}}, OrderPolicy::kPartial, "ann@a.example").verdict,
              Verdict::kRepeated);
    EXPECT_EQ(dump(warehouse.store), before);
    EXPECT_TRUE(warehouse.last().work.empty());
    ASSERT_EQ(warehouse.last().orders.size(), 1U);
    EXPECT_EQ(warehouse.last().orders[0].order, order("4"));
    EXPECT_TRUE(warehouse.last().orders[0].shown);
    run();
  }
  EXPECT_EQ(mails().size(), 1U);
}

TEST_F(OrderReceiver, AnIdUsedForSomethingElseIsRefusedWhereSomebodyWaitsForTheAnswer) {
  place("4", {{"BOLT", 3}});
  std::vector<gateway::SubmitOrder> others{form("4", {{"BOLT", 4}}), form("4", {{"NUT", 3}}),
                                           form("4", {{"BOLT", 3}, {"NUT", 1}}),
                                           form("4", {{"BOLT", 3}}, OrderPolicy::kBackorder),
                                           form("4", {{"BOLT", 3}}, {}, "ann@a.example")};
  for (int i = 0; i < 2; ++i) {
    auto named = form("4", {{"BOLT", 3}});
    (i == 0 ? named.customer.name : named.customer.address) = "Ann";
    others.push_back(named);
  }
  others.push_back(form("4", {{"BOLT", 3}}));
  others.back().problem = "qty is not a number";
  const auto before = dump(warehouse.store);
  for (const auto& other : others) {
    const auto outcome = warehouse.apply(other);
    EXPECT_EQ(outcome.verdict, Verdict::kRefused);
    EXPECT_EQ(outcome.refused, wire::Refusal::kKeyReused);
    EXPECT_EQ(reasons_of(outcome), "order: order 4 came before, with other content\n");
  }
  EXPECT_EQ(dump(warehouse.store), before);
}

TEST_F(OrderReceiver, AnIdUsedForSomethingElseIsATaskWhereNobodyWaitsForTheAnswer) {
  const auto first = place("4", {{"BOLT", 3}});
  auto other = form("4", {{"BOLT", 4}});
  other.answered = false;
  const auto outcome = warehouse.apply(other);
  EXPECT_EQ(outcome.verdict, Verdict::kTask);
  EXPECT_EQ(outcome.refused, wire::Refusal::kKeyReused);
  ASSERT_EQ(warehouse.tasks().size(), 1U);
  EXPECT_EQ(outcome.task_id, 1U);
  EXPECT_EQ(warehouse.tasks()[0].why, "key_reused");
  EXPECT_EQ(warehouse.tasks()[0].detail, "order 4 came before, with other content");
  EXPECT_EQ(order("4"), first);
  EXPECT_EQ(reasons_of(warehouse.settle(1, "BOLT")),
            "id: task 1 holds no movement to book: see to its cause, then dismiss it\n");
  warehouse.dismiss(1);
}

TEST_F(OrderReceiver, ASkuThatIsThereTwiceIsOneLine) {
  submit("4", {{"BOLT", 3}, {"NUT", 1}, {"BOLT", 4}});
  const auto lines = order("4").lines;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].sku.view(), "BOLT");
  EXPECT_EQ(lines[0].qty, 7);
  EXPECT_EQ(lines[1].qty, 1);
  cancel("4");
  EXPECT_EQ(problems_of(warehouse.store), "") << "before the receiver saw it";
}

// --- receiver ---------------------------------------------------------------------

TEST_F(OrderReceiver, RejectsWhatTheCatalogueDoesNotKnow) {
  EXPECT_EQ(refusal({{"BOLT", 1}, {"BOLD", 1}, {"NOT", 2}}),
            "BOLD is not in the catalogue, NOT is not in the catalogue");
}

TEST_F(OrderReceiver, RejectsMoreOfAnItemThanOneOrderMayHold) {
  warehouse.book(receive("CAP", "MAIN/A", 1'000'000));
  EXPECT_EQ(refusal({{"CAP", 600'000}, {"CAP", 400'001}}), "CAP: at most 1000000 in one order");
  EXPECT_EQ(place("most", {{"CAP", 600'000}, {"CAP", 400'000}}).state(), OrderState::kConfirmed);
}

TEST_F(OrderReceiver, RejectsTwoCurrencies) {
  warehouse.set_item("PIN", {{"price_minor", "5"}, {"currency", "USD"}});
  warehouse.book(receive("PIN", "MAIN/A", 5));
  EXPECT_EQ(refusal({{"BOLT", 1}, {"PIN", 1}}), "PIN is priced in USD, the order is in EUR");
  EXPECT_EQ(place("usd", {{"PIN", 1}}).currency, "USD");
  auto settings = warehouse.settings();
  settings.company.currency = "EUR";
  warehouse.restart(settings);
  EXPECT_EQ(refusal({{"PIN", 1}}), "PIN is priced in USD, the order is in EUR");
}

TEST_F(OrderReceiver, RejectsAnOrderWithoutLines) {
  EXPECT_EQ(refusal({}), "it has no lines");
}

TEST_F(OrderReceiver, RejectsWhatNoInvoiceCanHold) {
  warehouse.set_item("GOLD", {{"price_minor", "10000000"}, {"currency", "EUR"}});
  warehouse.book(receive("GOLD", "MAIN/A", 1'000'000));
  EXPECT_EQ(refusal({{"GOLD", 999'999}, {"BOLT", 50'000}}),
            "the amount is too large for one order");
  const auto most = place("most", {{"GOLD", 1'000'000}});
  EXPECT_EQ(most.state(), OrderState::kConfirmed);
  EXPECT_EQ(most.total_minor, gateway::kMoneyMax);
}

TEST_F(OrderReceiver, RejectsWithTheReasonThatItsDoorFound) {
  auto broken = form("4", {{"BOLT", 1}}, {}, "ann@a.example");
  broken.problem = std::string(gateway::kReasonBytesMax, 'x') + "y";
  warehouse.apply(broken);
  EXPECT_EQ(warehouse.apply(broken).verdict, Verdict::kRepeated);
  run();
  EXPECT_EQ(order("4").state(), OrderState::kRejected);
  EXPECT_EQ(order("4").reason, std::string(gateway::kReasonBytesMax, 'x'));
  EXPECT_EQ(mails().size(), 1U);
  EXPECT_EQ(warehouse.position("BOLT").reserved, 0);
}

TEST_F(OrderReceiver, WhatTheCatalogueSaidThenHolds) {
  submit("4", {{"BOLT", 2}});
  step(OrderStage::kReceive);
  warehouse.set_item("BOLT", {{"name", "dear"}, {"price_minor", "999"}, {"tax_percent", "0"}});
  run();
  EXPECT_EQ(line("4").name, "a BOLT");
  EXPECT_EQ(order("4").total_minor, 595);
}

TEST_F(OrderReceiver, WithoutAPolicyTheGatewaysHolds) {
  EXPECT_EQ(place("1", {{"BOLT", 11}}).state(), OrderState::kRejected);
  auto settings = warehouse.settings();
  settings.order_policy = OrderPolicy::kPartial;
  warehouse.restart(settings);
  EXPECT_EQ(place("2", {{"BOLT", 11}}, OrderPolicy::kAllOrNothing).state(), OrderState::kRejected);
  EXPECT_EQ(place("3", {{"BOLT", 11}}).state(), OrderState::kPartlyConfirmed);
}

}  // namespace
}  // namespace domain_test
