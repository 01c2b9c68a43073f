// SPDX-License-Identifier: MIT
// Promise: what was committed is shown in the protocol's form, at any length, and what
// is no more is cleared; a store shows what its commits have shown.

#include "gateway/live/messages.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

#include "gateway/json/parse.h"
#include "gateway/limits.h"
#include "gateway/live/retained.h"
#include "warehouse.h"

namespace gateway::live {
namespace {

const Topics kTopics(*wire::Topics::make("shelfwire/v1", "main"));

/// The message of all that `effects` show: one or none.
std::optional<Message> message_of(const Effects& effects) {
  const auto messages = retained_messages(kTopics, effects);
  EXPECT_LE(messages.size(), 1U);
  return messages.empty() ? std::nullopt : std::optional(messages[0]);
}

std::optional<Message> stock_message(const Bin& bin) {
  Effects effects;
  effects.bins.push_back(bin);
  return message_of(effects);
}

std::optional<Message> low_message(const LowAlert& alert) {
  Effects effects;
  effects.lows.push_back(alert);
  return message_of(effects);
}

std::optional<Message> purchase_message(const PurchaseOrder& order, bool shown = true) {
  Effects effects;
  effects.purchases.push_back({order, shown});
  return message_of(effects);
}

std::optional<Message> order_message(const Order& order, bool shown = true) {
  Effects effects;
  effects.orders.push_back({order, shown, shown});
  return message_of(effects);
}

/// A name of the longest kind, another one for each `i`.
wire::Sku long_sku(std::size_t i) {
  return *wire::Sku::from(std::string(29, 's') + std::to_string(100 + i));
}

Bin bin(wire::Quantity on_hand, wire::Quantity reserved) {
  return {*wire::Sku::from("BOLT-8"), *wire::Location::from("MAIN/A-01"), on_hand, reserved, 90211,
          1'790'000'000'000};
}

TEST(StockMessage, ShowsWhatIsPromisedAndWhatIsLeft) {
  const Message shown = *stock_message(bin(40, 5));
  EXPECT_EQ(shown.topic, "shelfwire/v1/main/stock/BOLT-8/MAIN/A-01");
  EXPECT_EQ(shown.payload,
            R"({"v":1,"sku":"BOLT-8","loc":"MAIN/A-01","on_hand":40,"reserved":5,"available":35,)"
            R"("seq":90211,"at_ms":1790000000000})");
}

TEST(StockMessage, IsClearedWhenTheBinIsEmptyAndNothingIsPromisedOutOfIt) {
  EXPECT_EQ(stock_message(bin(0, 0))->payload, "");
  const std::string overdrawn = stock_message(bin(0, 5))->payload;
  EXPECT_NE(overdrawn.find(R"("on_hand":0,"reserved":5,"available":-5,)"), std::string::npos);
}

TEST(StockMessage, IsNoneForAVirtualLocation) {
  Bin customer = bin(40, 5);
  customer.location = *wire::Location::from("@customer");
  EXPECT_FALSE(stock_message(customer));
}

LowAlert alert() {
  LowAlert alert;
  alert.position.sku = *wire::Sku::from("BOLT-8");
  alert.position.warehouse = "MAIN";
  alert.position.on_hand = 40;
  alert.position.reserved = 28;
  alert.position.low = true;
  alert.position.low_since_ms = 1'790'000'000'000;
  alert.available = 12;
  alert.threshold = 100;
  return alert;
}

TEST(LowMessage, HasTheFormOfTheProtocolAndIsEmptyWhenTheAlertFell) {
  LowAlert low = alert();
  const Message shown = *low_message(low);
  EXPECT_EQ(shown.topic, "shelfwire/v1/main/low/BOLT-8/MAIN");
  EXPECT_EQ(shown.payload,
            R"({"v":1,"sku":"BOLT-8","warehouse":"MAIN","available":12,"on_order":0,)"
            R"("threshold":100,"since_ms":1790000000000})");
  low.position.open_lines = {{17, 1}};
  EXPECT_NE(low_message(low)->payload.find(R"("since_ms":1790000000000,"order":"PO-000017"})"),
            std::string::npos);
  low.position.low = false;
  EXPECT_EQ(*low_message(low), (Message{shown.topic, ""}));
}

PurchaseOrder purchase(std::uint64_t number, std::size_t lines) {
  PurchaseOrder order;
  order.number = number;
  order.supplier = "ACME";
  order.warehouse = "MAIN";
  order.stage = PurchaseState::kSent;
  order.at_ms = 1'790'000'000'000;
  for (std::size_t i = 0; i < lines; ++i) {
    PurchaseLine& line = order.lines.emplace_back();
    line.sku = long_sku(i);
    line.qty = kStockMax;
    line.received = i;
  }
  return order;
}

TEST(PurchaseMessage, HasTheFormOfTheProtocolAndIsEmptyWhenNotShown) {
  PurchaseOrder two = purchase(17, 2);
  two.lines[0].sku = *wire::Sku::from("BOLT-8");
  two.lines[0].qty = 30;
  two.lines[1].sku = *wire::Sku::from("NUT-8");
  two.lines[1].qty = 60;
  two.lines[1].received = 61;
  const Message shown = *purchase_message(two);
  EXPECT_EQ(shown.topic, "shelfwire/v1/main/po/PO-000017");
  EXPECT_EQ(shown.payload,
            R"({"v":1,"po":"PO-000017","supplier":"ACME","warehouse":"MAIN",)"
            R"("state":"partly_received","lines":[{"sku":"BOLT-8","qty":30,"received":0},)"
            R"({"sku":"NUT-8","qty":60,"received":61}],"at_ms":1790000000000})");
  EXPECT_EQ(*purchase_message(two, false), (Message{shown.topic, ""}));
  EXPECT_EQ(purchase_message(purchase(17, 0))->payload,
            R"({"v":1,"po":"PO-000017","supplier":"ACME","warehouse":"MAIN","state":"sent",)"
            R"("lines":[],"at_ms":1790000000000})");
}

TEST(PurchaseMessage, OfTheMostLinesIsNoLongerThanWhatIsCompared) {
  PurchaseOrder most = purchase(999'999, kPurchaseLinesMax);
  most.supplier = most.warehouse = std::string(wire::kNameBytesMax, 'n');
  for (PurchaseLine& line : most.lines) line.qty = line.received = INT64_MIN;
  const Message longest = *purchase_message(most);
  EXPECT_GT(longest.payload.size(), 10'000U);
  EXPECT_LE(longest.payload.size(), kPayloadBytesMax);
  EXPECT_TRUE(json::parse(longest.payload));
}

Order order(std::size_t lines) {
  Order order;
  order.number = 3;
  order.id = "1007";
  order.at_ms = 1'790'000'000'000;
  for (std::size_t i = 0; i < lines; ++i) {
    OrderLine& line = order.lines.emplace_back();
    line.sku = long_sku(i);
    line.qty = line.confirmed = kStockMax;
  }
  return order;
}

TEST(OrderMessage, ShowsWhatTheCustomerWasToldAndIsEmptyWhenNotShown) {
  Order two = order(2);
  two.lines[0].sku = *wire::Sku::from("TABLE");
  two.lines[0].qty = 2;
  two.lines[0].confirmed = 2;
  two.lines[1].sku = *wire::Sku::from("CHAIR");
  two.lines[1].qty = 8;
  two.lines[1].confirmed = 0;
  two.decided = OrderState::kPartlyConfirmed;
  const Message before = *order_message(two);
  EXPECT_EQ(before.topic, "shelfwire/v1/main/order/1007");
  EXPECT_EQ(before.payload,
            R"({"v":1,"order":"1007","state":"received","reason":"","lines":[)"
            R"({"sku":"TABLE","qty":2,"reserved":2},{"sku":"CHAIR","qty":8,"reserved":0}],)"
            R"("at_ms":1790000000000})");
  two.notified = OrderState::kPartlyConfirmed;
  two.reason = "CHAIR: \"none\"";
  two.lines[0].picked = 1;
  two.total_minor = 478;
  two.currency = "EUR";
  EXPECT_EQ(order_message(two)->payload.find("total_minor"), std::string::npos) << "of no invoice";
  two.invoice = 12;
  EXPECT_EQ(
      order_message(two)->payload,
      R"({"v":1,"order":"1007","state":"partly_confirmed","reason":"CHAIR: \"none\"",)"
      R"("lines":[{"sku":"TABLE","qty":2,"reserved":1},{"sku":"CHAIR","qty":8,"reserved":0}],)"
      R"("invoice":"INV-000012","total_minor":478,"currency":"EUR","at_ms":1790000000000})");
  two.currency = {};
  EXPECT_NE(order_message(two)->payload.find(R"("total_minor":478,"at_ms")"), std::string::npos);
  EXPECT_EQ(*order_message(two, false), (Message{before.topic, ""}));
}

TEST(OrderMessage, OfAnOrderThatIsNotShownIsToldWhoeverAskedAndNotKept) {
  Effects effects;
  effects.orders.push_back({order(1), false, true});
  const auto messages = retained_messages(kTopics, effects);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_FALSE(messages[0].retained);
  EXPECT_FALSE(messages[0].payload.empty());
  EXPECT_EQ(messages[1], (Message{messages[0].topic, ""}));
}

TEST(OrderMessage, OfTheMostLinesIsNoLongerThanWhatIsCompared) {
  Order longest = order(kOrderLinesMax);
  longest.invoice = 999'999;
  longest.total_minor = -kMoneyMax;
  longest.currency = "EUR";
  for (const char worst : {'\x01', '\xFF'}) {
    longest.reason = std::string(kReasonBytesMax, worst);
    const Message shown = *order_message(longest);
    EXPECT_GT(shown.payload.size(), 9'000U);
    EXPECT_LE(shown.payload.size(), kPayloadBytesMax);
    EXPECT_TRUE(json::parse(shown.payload));
  }
}

TEST(OrderMessage, NeverGoesOutWhereOrdersComeIn) {
  Order bad = order(1);
  for (const char* id : {"new", "", "a/b", "+"}) {
    bad.id = id;
    EXPECT_FALSE(order_message(bad)) << id;
  }
}

TEST(StateMessage, ShowsTheGatewayAndItsLastWill) {
  GatewayState state{
      true, *wire::Version::from("0.1.0"), 90211, {0x00C0FFEE, 1790000000000, {0x9F3C01AA, 2}, 1}};
  EXPECT_EQ(
      state_message(kTopics, state),
      (Message{
          "shelfwire/v1/main/gateway/state",
          R"({"v":1,"online":true,"version":"0.1.0","seq":90211,)"
          R"("started_ms":1790000000000,"run":"00c0ffee","incarnation":"9f3c01aa","generation":2,"claim":1})"}));
  state.online = false;
  EXPECT_TRUE(state_message(kTopics, state).payload.starts_with(R"({"v":1,"online":false,)"));
}

using Shown = std::map<std::string, std::string>;

void keep(Shown& shown, const std::vector<Message>& messages) {
  for (const Message& message : messages) {
    shown[message.topic] = message.payload;
    if (message.payload.empty()) shown.erase(message.topic);
  }
}

TEST(RetainedMessages, OfAStoreAreWhatItsCommitsHaveShown) {
  domain_test::Warehouse warehouse;
  Shown shown;
  const auto follow = [&](const Outcome& outcome) {
    EXPECT_NE(outcome.verdict, Verdict::kRefused);
    keep(shown, retained_messages(kTopics, warehouse.last()));
  };
  const auto submit = [&](const char* id, wire::Quantity qty) {
    SubmitOrder order;
    order.id = id;
    order.lines.push_back({*wire::Sku::from("NUT"), qty});
    follow(warehouse.apply(order));
    for (const auto stage : kOrderStages) follow(warehouse.apply(StepOrders{stage, 64}));
  };
  follow(warehouse.set_supplier("ACME", {{"email", "orders@acme.example"}}));
  follow(warehouse.set_item("BOLT", {{"supplier", "ACME"}, {"threshold", "5"}}));
  follow(warehouse.set_item("NUT", {{"threshold", "0"}}));
  follow(warehouse.set_item("CAP"));
  follow(warehouse.book(domain_test::receive("BOLT", "MAIN/A", 4)));
  follow(warehouse.book(domain_test::receive("NUT", "MAIN/B", 10)));
  follow(warehouse.book(domain_test::receive("CAP", "MAIN/C", 7)));  // below the default threshold
  follow(warehouse.book(domain_test::pick("CAP", "MAIN/C", 7)));     // its bin is empty again
  follow(warehouse.sweep());
  submit("1007", 3);
  submit("1008", 99);

  Shown now;
  for (RetainedCursor at; at.stage != RetainedCursor::Stage::kEnd;) {
    const RetainedPart part = list_retained(kTopics, warehouse.store, at, 2);
    for (const RetainedLook& look : part.looks) {
      keep(now, find_retained(kTopics, warehouse.store, warehouse.settings().default_threshold,
                              look.topics));
    }
    ASSERT_NE(part.next, at);
    at = part.next;
  }
  EXPECT_EQ(now, shown);
  std::string topics;
  for (const auto& [topic, payload] : shown) topics += topic.substr(18) + " ";
  EXPECT_EQ(topics,
            "low/BOLT/MAIN low/CAP/MAIN order/1007 order/1008 po/PO-000001 "
            "stock/BOLT/MAIN/A stock/NUT/MAIN/B ");
}

TEST(KeptEntries, AreContradictedWhereTheLedgerHasAnotherEntryOrNone) {
  domain_test::Warehouse warehouse;
  warehouse.set_item("BOLT");
  warehouse.book(domain_test::receive("BOLT", "MAIN/A", 4));  // 1
  warehouse.book(domain_test::pick("BOLT", "MAIN/A", 4));     // 2
  const auto contradicted = [&](const char* bin, LedgerSeq seq) {
    const KeptEntry kept{std::string(kTopics.stock_base().view()) + bin, seq};
    return find_contradiction(kTopics, warehouse.store, {&kept, 1});
  };
  EXPECT_EQ(contradicted("BOLT/MAIN/A", 1), 0U);
  EXPECT_EQ(contradicted("BOLT/MAIN/A", 2), 0U);
  EXPECT_EQ(contradicted("BOLT/MAIN/B", 1), 1U) << "another bin";
  EXPECT_EQ(contradicted("NUT/MAIN/A", 2), 2U) << "another item";
  EXPECT_EQ(contradicted("BOLT/MAIN/A", 3), 3U) << "there is none";
}

}  // namespace
}  // namespace gateway::live
