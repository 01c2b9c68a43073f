// SPDX-License-Identifier: MIT
// Promise: a commit is told by one event for each thing that happened, and by none
// for what merely changed its figures; each is a CloudEvent on the topic of its kind.

#include "gateway/live/pending_event.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gateway/json/parse.h"
#include "gateway/limits.h"

namespace gateway::live {
namespace {

const Topics kSiteTopics(*wire::Topics::make("shelfwire/v1", "main"));
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

PurchaseOrder any_purchase(std::uint64_t number, std::size_t lines) {
  PurchaseOrder order;
  order.number = number;
  order.supplier = "ACME";
  order.warehouse = "MAIN";
  order.stage = PurchaseState::kSent;
  order.at_ms = 1'790'000'000'000;
  order.lines.resize(lines);
  for (PurchaseLine& line : order.lines) line.qty = 1;
  return order;
}

Order order(std::uint64_t number, std::size_t lines) {
  Order order;
  order.number = number;
  order.id = "A-" + std::to_string(number);
  order.revision = 4;
  order.lines.resize(lines);
  return order;
}

Effects everything() {
  Effects effects;
  effects.entries.resize(2);
  effects.entries[0].seq = 41;
  effects.entries[1].seq = 42;
  effects.bins.resize(1);
  effects.purchases.push_back({any_purchase(17, 1), true, true});
  effects.purchases.push_back({any_purchase(16, 1), false, true});
  effects.purchases.push_back({any_purchase(5, 1), false, false});
  effects.lows = {alert("ROSE", true, true), alert("STILL", true, false),
                  alert("FELL", false, false)};
  effects.orders.push_back({order(7, 1), true, true});
  effects.orders.push_back({order(2, 1), false, false});
  effects.tasks.resize(1);
  effects.tasks[0].id = 3;
  effects.incidents.resize(1);
  effects.incidents[0].id = 4;
  effects.incidents[0].kind = IncidentKind::kKeyReused;
  return effects;
}

TEST(PendingEvents, OfACommitAreItsFactsOnceEachInTheirOrder) {
  std::vector<std::string> told;
  for (const PendingEvent& pending : pending_events(everything())) {
    const Message message = event_message(kSiteTopics, kSource, pending);
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
                                        "shelfwire.order order-7-4",
                                        "shelfwire.exception exception-3",
                                        "shelfwire.incident.key_reused incident-4"};
  EXPECT_EQ(told, wanted);
}

TEST(PendingEvents, WeighsAnOrderByItsLines) {
  EXPECT_EQ(lines_of(any_purchase(17, 200)), 200U);
  EXPECT_EQ(lines_of(order(7, 100)), 100U);
  EXPECT_EQ(lines_of(Entry{}), 0U);
}

TEST(PendingEvents, OfAnOrderSaysNothingOfTheCustomerAndKeepsNoHistory) {
  Effects effects;
  effects.orders.push_back({order(7, 1), true, true});
  effects.orders[0].order.customer = {"Erika", "erika@example.org", "Hauptstrasse 1"};
  effects.orders[0].order.history.resize(kOrderHistoryMax);
  const auto pending = pending_events(effects);
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(std::get<Order>(pending[0]), order(7, 1));
  EXPECT_EQ(event_message(kSiteTopics, kSource, pending[0]).payload.find("rika"),
            std::string::npos);
}

TEST(PendingEvents, OfAnOrderAtItsLongestFitsIntoItsEvent) {
  Order longest = order(999'999, kOrderLinesMax);
  longest.reason = std::string(kReasonBytesMax, '\x01');
  longest.invoice = 999'999;
  longest.total_minor = -kMoneyMax;
  longest.currency = "EUR";
  for (OrderLine& line : longest.lines) {
    line.sku = *wire::Sku::from(std::string(wire::kNameBytesMax, '\x01'));
    line.qty = line.backordered = line.confirmed = line.picked = INT64_MIN;
  }
  EXPECT_TRUE(json::parse(event_message(kSiteTopics, kSource, longest).payload));
}

TEST(PendingEvents, OfAnExceptionWithTheWorstDetailThereIsFitsIntoItsEvent) {
  Task task;
  task.id = 1;
  task.why = "malformed";
  task.origin.source = std::string(kSourceBytesMax, '\x01');
  task.movement.code = *wire::Code::from(std::string(wire::kCodeBytesMax, '\x01'));
  task.movement.sku = *wire::Sku::from(std::string(wire::kNameBytesMax, '\x01'));
  task.detail = std::string(kRawExcerptBytesMax, '\x01');
  EXPECT_TRUE(json::parse(event_message(kSiteTopics, kSource, task).payload));
}

}  // namespace
}  // namespace gateway::live
