// SPDX-License-Identifier: MIT
#include "resources/orders/rows.h"

#include <string_view>

#include "gateway/http/limits.h"
#include "gateway/orders/invoice.h"
#include "toolkit/frozen_item.h"

namespace gateway::http {
namespace {

using wire::JsonWriter;

void write_line(JsonWriter& json, const OrderLine& line) {
  json.begin_object();
  json.key("sku").string_lossy(line.sku.view());
  write_frozen_item(json, line);
  json.key("qty").number(line.qty);
  json.key("confirmed").number(line.confirmed);
  json.key("reserved").number(line.reserved());
  json.key("backordered").number(line.backordered);
  json.key("picked").number(line.picked);
  json.key("price_minor");
  line.price_minor ? json.number(*line.price_minor) : json.null();
  json.key("tax_percent").number(line.tax_percent);
  json.end_object();
}

void write_customer(JsonWriter& json, const Customer& customer) {
  json.key("customer").begin_object();
  json.key("name").string_lossy(customer.name);
  json.key("email").string_lossy(customer.email);
  json.key("address").string_lossy(customer.address);
  json.end_object();
}

/// Begins with the members that the order's topic has.
void write_members(JsonWriter& json, const Order& order) {
  json.key("order").string_lossy(order.id);
  json.key("state").string(to_string(order.state()));
  json.key("reason").string_lossy(order.reason);
  json.key("lines").begin_array();
  for (const OrderLine& line : order.lines) write_line(json, line);
  json.end_array();
  json.key("invoice").string(order.invoice == 0 ? "" : invoice_id(order.invoice));
  json.key("total_minor").number(order.total_minor);
  json.key("currency").string_lossy(order.currency);
  json.key("at_ms").number(order.at_ms);
  write_customer(json, order.customer);
  json.key("policy").string(to_string(order.policy));
  json.key("waits_for").string(order.waits_for ? to_string(*order.waits_for) : "");
  json.key("created_ms").number(order.created_ms);
  json.key("expires_ms").number(order.expires_ms == kExpiryUnknownMs ? 0 : order.expires_ms);
}

void write_reservations(JsonWriter& json, const std::vector<Reservation>& reservations) {
  json.key("reservations").begin_array();
  for (const Reservation& each : reservations) {
    json.begin_object();
    json.key("sku").string_lossy(each.sku.view());
    json.key("loc").string_lossy(each.location.view());
    json.key("qty").number(each.qty);
    json.end_object();
  }
  json.end_array();
}

void write_history(JsonWriter& json, const std::vector<OrderStep>& history) {
  json.key("history").begin_array();
  for (const OrderStep& step : history) {
    json.begin_object().key("at_ms").number(step.at_ms);
    json.key("stage").string_lossy(step.stage);
    json.key("text").string_lossy(step.text);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_order(JsonWriter& json, const Order& order) {
  json.begin_object();
  write_members(json, order);
  json.end_object();
}

void write_order_in_full(JsonWriter& json, const Order& order,
                         const std::vector<Reservation>& reservations) {
  json.begin_object();
  write_members(json, order);
  write_reservations(json, reservations);
  write_history(json, order.history);
  json.end_object();
}

}  // namespace gateway::http
