// SPDX-License-Identifier: MIT
#include "gateway/outbox/events.h"

#include <cassert>

#include "gateway/text/numbered_id.h"
#include "outbox/event_text.h"
#include "text/digits.h"

namespace gateway {

namespace {

using wire::JsonWriter;

void write_origin(JsonWriter& json, const Origin& origin) {
  json.key("node").string_lossy(origin.source);
  if (origin.seq == 0) return;
  json.key("epoch").hex32(origin.epoch);
  json.key("node_seq").number(origin.seq);
}

Event event_of(const std::string& source, const LowFacts& low, std::string id) {
  return make_event(source, "stock_low", std::move(id), low.sku.view(), low.since_ms,
                    [&](JsonWriter& json) {
                      json.key("sku").string_lossy(low.sku.view());
                      json.key("warehouse").string_lossy(low.warehouse);
                      json.key("available").number(low.available);
                      json.key("on_order").number(low.on_order);
                      json.key("threshold").number(low.threshold);
                      json.key("since_ms").number(low.since_ms);
                    });
}

}  // namespace

std::string event_source(const std::string& site, std::uint32_t incarnation) {
  return "urn:shelfwire:" + site + ":" + hex8(incarnation);
}

std::string event_source(const std::string& site, const OutboxRow& row) {
  return "urn:shelfwire:" + site + ":" + row.message_id.substr(row.message_id.rfind('.') + 1);
}

Event movement_event(const std::string& source, const Entry& entry) {
  return make_event(source, "movement", std::to_string(entry.seq), entry.sku.view(),
                    entry.received_ms, [&](JsonWriter& json) {
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

Event exception_event(const std::string& source, const Task& task) {
  const wire::Movement& movement = task.movement;
  return make_event(source, "exception", "exception-" + std::to_string(task.id),
                    movement.sku.view(), task.received_ms, [&](JsonWriter& json) {
                      json.key("id").number(task.id);
                      json.key("why").string_lossy(task.why);
                      write_origin(json, task.origin);
                      json.key("op").string(wire::to_string(movement.op));
                      write_text(json, "sku", movement.sku.view());
                      write_text(json, "code", movement.code.view());
                      json.key("qty").number(movement.qty);
                      write_text(json, "detail", task.detail);
                      json.key("at_ms").number(task.at_ms);
                    });
}

Event incident_event(const std::string& source, const Incident& incident) {
  return make_event(source, std::string("incident.") + to_string(incident.kind),
                    "incident-" + std::to_string(incident.id), incident.node, incident.at_ms,
                    [&](JsonWriter& json) {
                      json.key("id").number(incident.id);
                      json.key("node").string_lossy(incident.node);
                      json.key("epoch").hex32(incident.epoch);
                      json.key("first_seq").number(incident.first_seq);
                      json.key("last_seq").number(incident.last_seq);
                      json.key("at_ms").number(incident.at_ms);
                    });
}

}  // namespace gateway
