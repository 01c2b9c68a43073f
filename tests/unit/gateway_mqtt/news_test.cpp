// SPDX-License-Identifier: MIT
// Promise: a commit is told by one event for each thing that happened, and by none
// for what merely changed its figures; each is a CloudEvent on the topic of its kind.
// A purchase order's retained message has the protocol's form, at any length.

#include "news.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bounds.h"
#include "gateway/json/parse.h"

namespace gateway::mqtt {
namespace {

const wire::Topics kTopics = *wire::Topics::make("shelfwire/v1", "main");
const std::string kSource = "urn:shelfwire:main:00000000000000ff";

LowAlert alert(const char* sku, bool low, bool rose) {
  LowAlert alert;
  alert.position.sku = *wire::Sku::from(sku);
  alert.position.warehouse = "MAIN";
  alert.position.low = low;
  alert.position.low_since_ms = low ? 1'790'000'000'123 : 0;
  alert.rose = rose;
  return alert;
}

PurchaseOrder order(std::uint64_t number, std::size_t lines) {
  PurchaseOrder order;
  order.number = number;
  order.supplier = "ACME";
  order.warehouse = "MAIN";
  order.stage = PurchaseState::kSent;
  order.at_ms = 1'790'000'000'000;
  for (std::size_t i = 0; i < lines; ++i) {
    PurchaseLine& line = order.lines.emplace_back();
    line.sku = *wire::Sku::from(std::string(29, 's') + std::to_string(100 + i));
    line.qty = kStockMax;
    line.received = i;
  }
  return order;
}

Effects everything() {
  Effects effects;
  effects.entries.resize(2);
  effects.entries[0].seq = 41;
  effects.entries[1].seq = 42;
  effects.bins.resize(1);
  effects.purchases.push_back({order(17, 1), true, true});
  effects.purchases.push_back({order(16, 1), false, true});
  effects.purchases.push_back({order(5, 1), false, false});
  effects.lows = {alert("ROSE", true, true), alert("STILL", true, false),
                  alert("FELL", false, false)};
  effects.exceptions.resize(1);
  effects.exceptions[0].id = 3;
  effects.incidents.resize(1);
  effects.incidents[0].id = 4;
  effects.incidents[0].kind = IncidentKind::kKeyReused;
  return effects;
}

TEST(News, OfACommitAreItsFactsOnceEachInTheirOrder) {
  std::vector<std::string> told;
  for (const News& news : news_of(everything())) {
    const Message message = event_message(kTopics, kSource, news);
    const auto event = json::parse(message.payload);
    ASSERT_TRUE(event) << message.payload;
    EXPECT_EQ(event->find("specversion")->as_string(), "1.0");
    EXPECT_EQ(event->find("source")->as_string(), kSource);
    const std::string type(*event->find("type")->as_string());
    EXPECT_EQ("shelfwire/v1/main/event/" + type.substr(type.find('.') + 1), message.topic);
    told.push_back(type + " " + std::string(*event->find("id")->as_string()));
  }
  const std::vector<std::string> wanted{"shelfwire.movement 41",
                                        "shelfwire.movement 42",
                                        "shelfwire.purchase_order PO-000017-sent-1790000000000",
                                        "shelfwire.purchase_order PO-000016-sent-1790000000000",
                                        "shelfwire.stock_low low-ROSE-MAIN-1790000000123",
                                        "shelfwire.exception exception-3",
                                        "shelfwire.incident.key_reused incident-4"};
  EXPECT_EQ(told, wanted);
}

TEST(News, WeighsAPurchaseOrderByItsLines) {
  EXPECT_EQ(lines_of(order(17, 200)), 200U);
  EXPECT_EQ(lines_of(Entry{}), 0U);
}

TEST(News, OfAnExceptionWithTheWorstDetailThereIsFitsIntoItsEvent) {
  Exception exception;
  exception.id = 1;
  exception.why = "malformed";
  exception.origin.source = std::string(kSourceBytesMax, '\x01');
  exception.movement.code = *wire::Code::from(std::string(wire::kCodeBytesMax, '\x01'));
  exception.movement.sku = *wire::Sku::from(std::string(wire::kNameBytesMax, '\x01'));
  exception.detail = std::string(kRawExcerptBytesMax, '\x01');
  EXPECT_TRUE(json::parse(event_message(kTopics, kSource, exception).payload));
}

TEST(PurchaseMessage, HasTheFormOfTheProtocolAndIsEmptyWhenNotShown) {
  PurchaseOrder two = order(17, 2);
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
  const Message longest = *purchase_message(kTopics, order(999'999, kPurchaseLinesMax), true);
  EXPECT_GT(longest.payload.size(), 10'000U);
  EXPECT_LE(longest.payload.size(), kKeptPayloadBytesMax);
  EXPECT_TRUE(json::parse(longest.payload));
}

}  // namespace
}  // namespace gateway::mqtt
