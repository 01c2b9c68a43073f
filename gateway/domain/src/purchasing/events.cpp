// SPDX-License-Identifier: MIT
#include "gateway/purchasing/events.h"

#include "gateway/text/numbered_id.h"
#include "outbox/event_text.h"

namespace gateway {

namespace {

using wire::JsonWriter;

void write_line(JsonWriter& json, const PurchaseLine& line) {
  json.begin_object().key("sku").string_lossy(line.sku.view());
  write_text(json, "gtin", line.gtin);
  json.key("name").string_lossy(line.name);
  json.key("unit").string_lossy(line.unit);
  json.key("qty").number(line.qty);
  json.key("received").number(line.received);
  json.end_object();
}

Event event_of(const std::string& source, const PurchaseOrder& order, std::string id) {
  return make_event(source, "purchase_order", std::move(id), purchase_id(order.number), order.at_ms,
                    [&](JsonWriter& json) {
                      json.key("po").string(purchase_id(order.number));
                      json.key("supplier").string_lossy(order.supplier);
                      json.key("warehouse").string_lossy(order.warehouse);
                      json.key("state").string(to_string(order.state()));
                      json.key("lines").begin_array();
                      for (const PurchaseLine& line : order.lines) write_line(json, line);
                      json.end_array();
                    });
}

}  // namespace

Event purchase_event(const std::string& source, const PurchaseOrder& order) {
  // Two receipts may leave the order in the same state: the time distinguishes their events.
  return event_of(source, order,
                  purchase_id(order.number) + "-" + to_string(order.state()) + "-" +
                      std::to_string(order.at_ms));
}

Event purchase_event(const std::string& source, const PurchaseOrder& order, const OutboxRow& row) {
  // The order as it was when it was approved: a repeat under the same id must say the same.
  PurchaseOrder then = order;
  then.stage = PurchaseState::kApproved;
  then.at_ms = row.created_ms;
  for (PurchaseLine& line : then.lines) line.received = 0;
  return event_of(source, then, row.message_id);
}

}  // namespace gateway
