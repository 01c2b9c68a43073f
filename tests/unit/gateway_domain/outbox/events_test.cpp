// SPDX-License-Identifier: MIT
// Promise: events are CloudEvents 1.0 whose text changes only on purpose; the same cause
// gives the same id and the same text; no text of the world outside breaks one.

#include "gateway/outbox/events.h"

#include <set>

#include "gateway/limits.h"
#include "gateway/orders/events.h"
#include "gateway/purchasing/events.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::Event;

const std::string kSource = gateway::event_source("main", 0x5107e1d);

gateway::Entry an_entry() {
  gateway::Entry entry;
  entry.seq = 18;
  entry.op = wire::Op::kPick;
  entry.sku = text<wire::Sku>("BOLT-8");
  entry.qty = 3;
  entry.from = text<wire::Location>("MAIN/A-01");
  entry.to = text<wire::Location>("@customer");
  entry.origin = {"dock-1", 0x9f3c01aa, 1041};
  entry.at_ms = 1'790'000'000'001;
  entry.received_ms = 1'790'000'001'002;
  return entry;
}

gateway::PurchaseOrder an_order() {
  gateway::PurchaseOrder order;
  order.number = 17;
  order.supplier = "ACME";
  order.warehouse = "MAIN";
  order.stage = gateway::PurchaseState::kSent;
  order.at_ms = 1'790'000'000'000;
  gateway::PurchaseLine line;
  line.sku = text<wire::Sku>("BOLT-8");
  line.name = "Bolt \"8\"";
  line.gtin = "05901234123457";
  line.unit = "ea";
  line.qty = 80;
  order.lines = {line};
  return order;
}

gateway::OutboxRow an_alert_row() {
  gateway::OutboxRow row;
  row.kind = gateway::OutboxKind::kUpLow;
  row.message_id = "low-5.05107e1d";
  row.low = gateway::LowFacts{text<wire::Sku>("BOLT-8"), "MAIN", -3, 80, 50, 1'790'000'000'000};
  return row;
}

std::string time_of(std::int64_t at_ms) {
  auto entry = an_entry();
  entry.received_ms = at_ms;
  const auto json = gateway::movement_event(kSource, entry).json;
  const std::string_view key = R"("time":")";
  const auto at = json.find(key) + key.size();
  return json.substr(at, json.find('"', at) - at);
}

TEST(Events, ASourceNamesTheSiteAndItsStore) {
  EXPECT_EQ(kSource, "urn:shelfwire:main:05107e1d");
}

TEST(Events, AMovement) {
  const Event event = gateway::movement_event(kSource, an_entry());
  EXPECT_EQ(event.kind, "movement");
  EXPECT_EQ(event.id, "18");
  EXPECT_EQ(event.json,
            R"({"specversion":"1.0","id":"18","source":"urn:shelfwire:main:05107e1d",)"
            R"("type":"shelfwire.movement","subject":"BOLT-8","time":"2026-09-21T14:13:21.002Z",)"
            R"("datacontenttype":"application/json","data":{"seq":18,"op":"pick","sku":"BOLT-8",)"
            R"("qty":3,"from":"MAIN/A-01","to":"@customer","node":"dock-1","epoch":"9f3c01aa",)"
            R"("node_seq":1041,"at_ms":1790000000001}})");
}

TEST(Events, AMovementSaysWhatElseIsKnownOfIt) {
  auto entry = an_entry();
  entry.origin = {"@manual", 0, 0};
  entry.lot = text<wire::Lot>("L1");
  entry.ref = text<wire::Reference>("PO-000017");
  entry.by = text<wire::Operator>("JANE");
  entry.undoes = 5;
  entry.purchase_order = 17;
  const auto json = gateway::movement_event(kSource, entry).json;
  EXPECT_NE(json.find(R"("node":"@manual","lot":"L1","ref":"PO-000017","by":"JANE","undoes":5,)"
                      R"("po":"PO-000017","at_ms":)"),
            json.npos)
      << json;
}

TEST(Events, APurchaseOrder) {
  const Event event = gateway::purchase_event(kSource, an_order());
  EXPECT_EQ(event.kind, "purchase_order");
  EXPECT_EQ(event.id, "PO-000017-sent-1790000000000");
  EXPECT_EQ(event.json,
            R"({"specversion":"1.0","id":"PO-000017-sent-1790000000000",)"
            R"("source":"urn:shelfwire:main:05107e1d","type":"shelfwire.purchase_order",)"
            R"("subject":"PO-000017","time":"2026-09-21T14:13:20.000Z",)"
            R"("datacontenttype":"application/json","data":{"po":"PO-000017","supplier":"ACME",)"
            R"("warehouse":"MAIN","state":"sent","lines":[{"sku":"BOLT-8",)"
            R"("gtin":"05901234123457","name":"Bolt \"8\"","unit":"ea","qty":80,)"
            R"("received":0}]}})");
}

TEST(Events, AnOrderIsPostedAsItWasHoweverLateAndOften) {
  gateway::OutboxRow row;
  row.message_id = "po-000017.05107e1d";
  row.created_ms = 1'790'000'000'500;
  const Event first = gateway::purchase_event(kSource, an_order(), row);
  EXPECT_EQ(first.id, row.message_id);
  EXPECT_NE(first.json.find(R"("time":"2026-09-21T14:13:20.500Z")"), first.json.npos);
  EXPECT_NE(first.json.find(R"("state":"approved")"), first.json.npos);
  auto later = an_order();
  later.stage = gateway::PurchaseState::kConfirmed;
  later.at_ms += 5000;
  later.lines[0].received = 80;
  row.attempts = 7;
  EXPECT_EQ(gateway::purchase_event(kSource, later, row).json, first.json);
}

TEST(Events, AnAlert) {
  const Event event = gateway::low_event(kSource, an_alert_row());
  EXPECT_EQ(event.kind, "stock_low");
  EXPECT_EQ(event.json,
            R"({"specversion":"1.0","id":"low-5.05107e1d",)"
            R"("source":"urn:shelfwire:main:05107e1d","type":"shelfwire.stock_low",)"
            R"("subject":"BOLT-8","time":"2026-09-21T14:13:20.000Z",)"
            R"("datacontenttype":"application/json","data":{"sku":"BOLT-8","warehouse":"MAIN",)"
            R"("available":-3,"on_order":80,"threshold":50,"since_ms":1790000000000}})");
}

TEST(Events, AnException) {
  gateway::Task task;
  task.id = 4;
  task.why = "unknown_code";
  task.origin = {"dock-1", 1, 2};
  task.movement = by_code(receive("", "MAIN/A", 5), "\x01\xff");
  task.received_ms = 1'790'000'000'000;
  task.at_ms = 1'790'000'000'000;
  const Event event = gateway::exception_event(kSource, task);
  EXPECT_EQ(event.kind, "exception");
  EXPECT_EQ(event.json,
            R"({"specversion":"1.0","id":"exception-4",)"
            R"("source":"urn:shelfwire:main:05107e1d","type":"shelfwire.exception",)"
            R"("time":"2026-09-21T14:13:20.000Z","datacontenttype":"application/json",)"
            R"("data":{"id":4,"why":"unknown_code","node":"dock-1","epoch":"00000001",)"
            "\"node_seq\":2,\"op\":\"receive\",\"code\":\"\\u0001\xef\xbf\xbd\",\"qty\":5,"
            R"("at_ms":1790000000000}})");
}

TEST(Events, AnIncident) {
  const gateway::Incident incident{
      7, gateway::IncidentKind::kHistoryLost, "dock-1", 0xab, 3, 9, 1'790'000'000'000};
  const Event event = gateway::incident_event(kSource, incident);
  EXPECT_EQ(event.kind, "incident.history_lost");
  EXPECT_EQ(event.id, "incident-7");
  EXPECT_NE(event.json.find(R"("type":"shelfwire.incident.history_lost","subject":"dock-1")"),
            event.json.npos);
  EXPECT_NE(event.json.find(R"("data":{"id":7,"node":"dock-1","epoch":"000000ab","first_seq":3,)"
                            R"("last_seq":9,"at_ms":1790000000000}})"),
            event.json.npos)
      << event.json;
}

TEST(Events, TimesAreThoseOfTheCalendar) {
  EXPECT_EQ(time_of(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(time_of(951'782'399'999), "2000-02-28T23:59:59.999Z");
  EXPECT_EQ(time_of(951'782'400'000), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(time_of(951'868'800'000), "2000-03-01T00:00:00.000Z");
  EXPECT_EQ(time_of(1'709'210'096'789), "2024-02-29T12:34:56.789Z");
  EXPECT_EQ(time_of(1'735'689'599'000), "2024-12-31T23:59:59.000Z");
  EXPECT_EQ(time_of(4'107'542'400'000), "2100-03-01T00:00:00.000Z") << "no leap year";
  EXPECT_EQ(time_of(253'402'300'799'999), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(time_of(253'402'300'800'000), "9999-12-31T23:59:59.999Z") << "the last there is";
  EXPECT_EQ(time_of(-1), "1970-01-01T00:00:00.000Z");
}

/// Longest texts of bytes that take the most room in JSON, and extreme numbers.
TEST(Events, NoTextIsTooLong) {
  const std::string source(200, 's');
  gateway::Task task;
  task.id = ~0ULL;
  task.why = "no_supplier_address";
  task.origin = {std::string(wire::kNameBytesMax, 'n'), ~0U, ~0U};
  task.movement.code = text<wire::Code>(std::string(wire::kCodeBytesMax, '\x01'));
  task.movement.sku = text<wire::Sku>(std::string(wire::kNameBytesMax, '\x01'));
  task.movement.qty = -gateway::kStockMax;
  task.detail = std::string(gateway::kRawExcerptBytesMax, '\x01');
  EXPECT_GT(gateway::exception_event(source, task).json.size(), 3600U);

  gateway::PurchaseOrder order = an_order();
  order.supplier = order.warehouse = std::string(wire::kNameBytesMax, 'n');
  auto& line = order.lines[0];
  line.sku = text<wire::Sku>(std::string(wire::kNameBytesMax, 'n'));
  line.name = std::string(gateway::kItemNameBytesMax, '\x01');
  line.unit = std::string(gateway::kUnitBytesMax, '\x01');
  line.qty = line.received = gateway::kStockMax;
  order.lines.resize(gateway::kPurchaseLinesMax, line);
  EXPECT_GT(gateway::purchase_event(source, order).json.size(), 160'000U);

  auto entry = an_entry();
  entry.lot = text<wire::Lot>(std::string(wire::kLotBytesMax, '\x01'));
  entry.ref = text<wire::Reference>(std::string(wire::kNameBytesMax, '\x01'));
  entry.by = text<wire::Operator>(std::string(wire::kNameBytesMax, '\x01'));
  entry.to = entry.from = text<wire::Location>(std::string(wire::kLocationBytesMax, 'l'));
  EXPECT_GT(gateway::movement_event(source, entry).json.size(), 500U);
}

TEST(Events, IdsAreUniqueAndMadeAgainTheSame) {
  Warehouse warehouse({.site = "main", .upstream = true, .new_incarnation = 0x5107e1d});
  warehouse.set_supplier("ACME", {{"email", "a@acme.example"}});
  for (const auto* sku : {"A", "B", "C"}) warehouse.set_item(sku, {{"supplier", "ACME"}});
  Scanner scanner("S1");
  std::set<std::string> ids;
  std::size_t events = 0;
  const auto note = [&](const Event& event, const Event& again) {
    ++events;
    EXPECT_TRUE(ids.insert(event.id).second) << event.id;
    EXPECT_EQ(event.id, again.id);
    EXPECT_EQ(event.json, again.json);
  };
  const auto note_all = [&] {
    const auto& effects = warehouse.last();
    for (const auto& entry : effects.entries) {
      note(gateway::movement_event(kSource, entry),
           gateway::movement_event(kSource, warehouse.entry(entry.seq)));
    }
    for (const auto& due : effects.deliveries) {
      if (due.row.kind == gateway::OutboxKind::kMail) continue;
      const auto event = [](const gateway::DeliveryDue& it) {
        return it.purchase ? gateway::purchase_event(kSource, *it.purchase, it.row)
                           : gateway::low_event(kSource, it.row);
      };
      note(event(due), event({*gateway::find_outbox(warehouse.store, due.row.id), due.purchase}));
    }
    for (const auto& task : effects.tasks) {
      note(gateway::exception_event(kSource, task),
           gateway::exception_event(kSource, warehouse.tasks().at(task.id - 1)));
    }
  };
  for (const auto* sku : {"A", "B", "C", "NONE"}) {
    for (int i = 0; i < 5; ++i) {
      warehouse.scan(scanner, receive(sku, "MAIN/A", 1));
      note_all();
      warehouse.scan(scanner, receive(sku, "MAIN/A", 200));
      note_all();
      warehouse.sweep();
      note_all();
      warehouse.scan(scanner, count(sku, "MAIN/A", 0));
      note_all();
    }
  }
  EXPECT_GT(events, 60U);
}

}  // namespace
}  // namespace domain_test
