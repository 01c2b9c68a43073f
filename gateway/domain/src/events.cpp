// SPDX-License-Identifier: MIT
#include "gateway/events.h"

#include <cassert>

#include "calendar.h"
#include "digits.h"
#include "wire/json_writer.h"

namespace gateway {

namespace {

using wire::JsonWriter;

constexpr std::size_t kEventBytesMax = 4096;  ///< of one without lines
constexpr std::size_t kLineBytesMax = 1024;   ///< a name whose every byte is escaped
constexpr std::size_t kEscapedBytesMax = 6;   ///< of one byte

/// The envelope around what `data(json)` writes.
template <typename Data>
Event make_event(const std::string& source, std::string kind, std::string id,
                 std::string_view subject, std::int64_t at_ms, std::size_t bytes_max,
                 const Data& data) {
  std::string text(bytes_max, '\0');
  JsonWriter json(text);
  json.begin_object().key("specversion").string("1.0");
  json.key("id").string_lossy(id);
  json.key("source").string_lossy(source);
  json.key("type").string("shelfwire." + kind);
  if (!subject.empty()) json.key("subject").string_lossy(subject);
  json.key("time").string(rfc3339(at_ms));
  json.key("datacontenttype").string("application/json");
  json.key("data").begin_object();
  data(json);
  json.end_object().end_object();
  const auto written = json.finish();
  assert(written);
  text.resize(written->size());
  return {std::move(kind), std::move(id), std::move(text)};
}

void write_origin(JsonWriter& json, const Origin& origin) {
  json.key("node").string_lossy(origin.source);
  if (origin.seq == 0) return;
  json.key("epoch").hex32(origin.epoch);
  json.key("node_seq").number(origin.seq);
}

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
  if (!text.empty()) json.key(key).string_lossy(text);
}

void write_line(JsonWriter& json, const PurchaseLine& line) {
  json.begin_object().key("sku").string_lossy(line.sku.view());
  write_text(json, "gtin", line.gtin);
  json.key("name").string_lossy(line.name);
  json.key("unit").string_lossy(line.unit);
  json.key("qty").number(line.qty);
  json.key("received").number(line.received);
  json.end_object();
}

void write_line(JsonWriter& json, const OrderLine& line) {
  json.begin_object().key("sku").string_lossy(line.sku.view());
  json.key("qty").number(line.qty);
  json.key("reserved").number(line.reserved());
  json.key("backordered").number(line.backordered);
  json.key("picked").number(line.picked);
  json.end_object();
}

Event event_of(const std::string& source, const PurchaseOrder& order, std::string id) {
  return make_event(source, "purchase_order", std::move(id), purchase_id(order.number), order.at_ms,
                    kEventBytesMax + order.lines.size() * kLineBytesMax, [&](JsonWriter& json) {
                      json.key("po").string(purchase_id(order.number));
                      json.key("supplier").string_lossy(order.supplier);
                      json.key("warehouse").string_lossy(order.warehouse);
                      json.key("state").string(to_string(order.state()));
                      json.key("lines").begin_array();
                      for (const PurchaseLine& line : order.lines) write_line(json, line);
                      json.end_array();
                    });
}

Event event_of(const std::string& source, const LowFacts& low, std::string id) {
  return make_event(source, "stock_low", std::move(id), low.sku.view(), low.since_ms,
                    kEventBytesMax, [&](JsonWriter& json) {
                      json.key("sku").string_lossy(low.sku.view());
                      json.key("warehouse").string_lossy(low.warehouse);
                      json.key("available").number(low.available);
                      json.key("on_order").number(low.on_order);
                      json.key("threshold").number(low.threshold);
                      json.key("since_ms").number(low.since_ms);
                    });
}

}  // namespace

std::string event_source(const std::string& site, std::uint64_t store_id) {
  return "urn:shelfwire:" + site + ":" + hex16(store_id);
}

Event movement_event(const std::string& source, const Entry& entry) {
  return make_event(source, "movement", std::to_string(entry.seq), entry.sku.view(),
                    entry.received_ms, kEventBytesMax, [&](JsonWriter& json) {
                      json.key("seq").number(entry.seq);
                      json.key("op").string(wire::to_string(entry.op));
                      json.key("sku").string_lossy(entry.sku.view());
                      json.key("qty").number(entry.qty);
                      json.key("from").string_lossy(entry.from.view());
                      json.key("to").string_lossy(entry.to.view());
                      write_origin(json, entry.origin);
                      write_text(json, "lot", entry.lot.view());
                      write_text(json, "ref", entry.ref.view());
                      write_text(json, "by", entry.by.view());
                      if (entry.undoes != 0) json.key("undoes").number(entry.undoes);
                      if (entry.purchase_order != 0) {
                        json.key("po").string(purchase_id(entry.purchase_order));
                      }
                      json.key("at_ms").number(entry.at_ms);
                    });
}

Event purchase_event(const std::string& source, const PurchaseOrder& order) {
  // Receipts change an order without changing its state: the time tells them apart.
  return event_of(source, order,
                  purchase_id(order.number) + "-" + to_string(order.state()) + "-" +
                      std::to_string(order.at_ms));
}

Event purchase_event(const std::string& source, const PurchaseOrder& order, const OutboxRow& row) {
  // As it was when it went out: a repeat under the same id must say the same.
  PurchaseOrder then = order;
  then.stage = PurchaseState::kApproved;
  then.at_ms = row.created_ms;
  for (PurchaseLine& line : then.lines) line.received = 0;
  return event_of(source, then, row.message_id);
}

Event low_event(const std::string& source, const LowAlert& alert) {
  const Position& position = alert.position;
  const LowFacts facts{position.sku,      position.warehouse, alert.available,
                       position.on_order, alert.threshold,    position.low_since_ms};
  return event_of(source, facts,
                  "low-" + std::string(position.sku.view()) + "-" + position.warehouse + "-" +
                      std::to_string(position.low_since_ms));
}

Event low_event(const std::string& source, const OutboxRow& row) {
  assert(row.low);
  return event_of(source, *row.low, row.message_id);
}

Event order_event(const std::string& source, const Order& order) {
  return make_event(source, "order",
                    "order-" + std::to_string(order.number) + "-" + std::to_string(order.revision),
                    order.id, order.at_ms, kEventBytesMax + order.lines.size() * kLineBytesMax,
                    [&](JsonWriter& json) {
                      json.key("order").string_lossy(order.id);
                      json.key("state").string(to_string(order.state()));
                      write_text(json, "reason", order.reason);
                      json.key("lines").begin_array();
                      for (const OrderLine& line : order.lines) write_line(json, line);
                      json.end_array();
                      if (order.invoice != 0) {
                        json.key("invoice").string(invoice_id(order.invoice));
                        json.key("total_minor").number(order.total_minor);
                        write_text(json, "currency", order.currency);
                      }
                    });
}

Event exception_event(const std::string& source, const Exception& exception) {
  const wire::Movement& movement = exception.movement;
  return make_event(source, "exception", "exception-" + std::to_string(exception.id),
                    movement.sku.view(), exception.received_ms,
                    kEventBytesMax + kEscapedBytesMax * exception.detail.size(),
                    [&](JsonWriter& json) {
                      json.key("id").number(exception.id);
                      json.key("why").string_lossy(exception.why);
                      write_origin(json, exception.origin);
                      json.key("op").string(wire::to_string(movement.op));
                      write_text(json, "sku", movement.sku.view());
                      write_text(json, "code", movement.code.view());
                      json.key("qty").number(movement.qty);
                      write_text(json, "detail", exception.detail);
                      json.key("at_ms").number(exception.at_ms);
                    });
}

Event incident_event(const std::string& source, const Incident& incident) {
  return make_event(source, std::string("incident.") + to_string(incident.kind),
                    "incident-" + std::to_string(incident.id), incident.node, incident.at_ms,
                    kEventBytesMax, [&](JsonWriter& json) {
                      json.key("id").number(incident.id);
                      json.key("node").string_lossy(incident.node);
                      json.key("epoch").hex32(incident.epoch);
                      json.key("first_seq").number(incident.first_seq);
                      json.key("last_seq").number(incident.last_seq);
                      json.key("at_ms").number(incident.at_ms);
                    });
}

}  // namespace gateway
