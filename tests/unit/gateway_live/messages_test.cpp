// SPDX-License-Identifier: MIT
// Promise: what was committed is shown in the protocol's form, at any length, and what
// is no more is cleared.

#include "gateway/live/messages.h"

#include <gtest/gtest.h>

#include <string>

#include "gateway/json/parse.h"

namespace gateway::live {
namespace {

const Topics kTopics(*wire::Topics::make("shelfwire/v1", "main"));

/// A name of the longest kind, another one for each `i`.
wire::Sku long_sku(std::size_t i) {
  return *wire::Sku::from(std::string(29, 's') + std::to_string(100 + i));
}

Bin bin(wire::Quantity on_hand, wire::Quantity reserved) {
  return {*wire::Sku::from("BOLT-8"), *wire::Location::from("MAIN/A-01"), on_hand, reserved, 90211,
          1'790'000'000'000};
}

TEST(StockMessage, ShowsWhatIsPromisedAndWhatIsLeft) {
  const Message shown = *stock_message(kTopics, bin(40, 5));
  EXPECT_EQ(shown.topic, "shelfwire/v1/main/stock/BOLT-8/MAIN/A-01");
  EXPECT_EQ(shown.payload,
            R"({"v":1,"sku":"BOLT-8","loc":"MAIN/A-01","on_hand":40,"reserved":5,"available":35,)"
            R"("seq":90211,"at_ms":1790000000000})");
}

TEST(StockMessage, IsClearedWhenTheBinIsEmptyAndNothingIsPromisedOutOfIt) {
  EXPECT_EQ(stock_message(kTopics, bin(0, 0))->payload, "");
  const std::string overdrawn = stock_message(kTopics, bin(0, 5))->payload;
  EXPECT_NE(overdrawn.find(R"("on_hand":0,"reserved":5,"available":-5,)"), std::string::npos);
}

TEST(LowMessage, ShowsTheAvailabilityOfTheAlert) {
  LowAlert alert;
  alert.position.sku = *wire::Sku::from("BOLT-8");
  alert.position.warehouse = "MAIN";
  alert.position.on_hand = 40;
  alert.position.reserved = 28;
  alert.position.low = true;
  alert.available = 12;
  EXPECT_NE(low_message(kTopics, alert)->payload.find(R"("available":12,)"), std::string::npos);
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
  const Message shown = *purchase_message(kTopics, two, true);
  EXPECT_EQ(shown.topic, "shelfwire/v1/main/po/PO-000017");
  EXPECT_EQ(shown.payload,
            R"({"v":1,"po":"PO-000017","supplier":"ACME","warehouse":"MAIN",)"
            R"("state":"partly_received","lines":[{"sku":"BOLT-8","qty":30,"received":0},)"
            R"({"sku":"NUT-8","qty":60,"received":1}],"at_ms":1790000000000})");
  EXPECT_EQ(*purchase_message(kTopics, two, false), (Message{shown.topic, ""}));
}

TEST(PurchaseMessage, OfTheMostLinesIsNoLongerThanWhatIsCompared) {
  const Message longest = *purchase_message(kTopics, purchase(999'999, kPurchaseLinesMax), true);
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
  const Message before = *order_message(kTopics, two, true);
  EXPECT_EQ(before.topic, "shelfwire/v1/main/order/1007");
  EXPECT_EQ(before.payload,
            R"({"v":1,"order":"1007","state":"received","reason":"","lines":[)"
            R"({"sku":"TABLE","qty":2,"reserved":2},{"sku":"CHAIR","qty":8,"reserved":0}],)"
            R"("at_ms":1790000000000})");
  two.notified = OrderState::kPartlyConfirmed;
  two.reason = "CHAIR not in stock";
  two.lines[0].picked = 1;
  two.invoice = 12;
  two.total_minor = 478;
  two.currency = "EUR";
  EXPECT_EQ(
      order_message(kTopics, two, true)->payload,
      R"({"v":1,"order":"1007","state":"partly_confirmed","reason":"CHAIR not in stock",)"
      R"("lines":[{"sku":"TABLE","qty":2,"reserved":1},{"sku":"CHAIR","qty":8,"reserved":0}],)"
      R"("invoice":"INV-000012","total_minor":478,"currency":"EUR","at_ms":1790000000000})");
  EXPECT_EQ(*order_message(kTopics, two, false), (Message{before.topic, ""}));
}

TEST(OrderMessage, OfTheMostLinesIsNoLongerThanWhatIsCompared) {
  Order longest = order(kOrderLinesMax);
  longest.reason = std::string(kReasonBytesMax, '\x01');
  longest.invoice = 999'999;
  longest.total_minor = kMoneyMax;
  longest.currency = "EUR";
  const Message shown = *order_message(kTopics, longest, true);
  EXPECT_GT(shown.payload.size(), 9'000U);
  EXPECT_LE(shown.payload.size(), kPayloadBytesMax);
  EXPECT_TRUE(json::parse(shown.payload));
}

TEST(OrderMessage, NeverGoesOutWhereOrdersComeIn) {
  Order bad = order(1);
  for (const char* id : {"new", "", "a/b", "+"}) {
    bad.id = id;
    EXPECT_FALSE(order_message(kTopics, bad, true)) << id;
  }
}

}  // namespace
}  // namespace gateway::live
