// SPDX-License-Identifier: MIT
#include "gateway/orders/events.h"

#include "gateway/text/numbered_id.h"
#include "outbox/event_text.h"

namespace gateway {

namespace {

using wire::JsonWriter;

void write_line(JsonWriter& json, const OrderLine& line) {
  json.begin_object().key("sku").string_lossy(line.sku.view());
  json.key("qty").number(line.qty);
  json.key("reserved").number(line.reserved());
  json.key("backordered").number(line.backordered);
  json.key("picked").number(line.picked);
  json.end_object();
}

}  // namespace

Event order_event(const std::string& source, const Order& order) {
  return make_event(source, "order",
                    "order-" + std::to_string(order.number) + "-" + std::to_string(order.revision),
                    order.id, order.at_ms, [&](JsonWriter& json) {
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

}  // namespace gateway
