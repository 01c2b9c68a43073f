// SPDX-License-Identifier: MIT
#include "gateway/live/payloads.h"

#include "wire/json_writer.h"
#include "wire/message_version.h"

namespace gateway::live {

wire::Result<std::string_view> write_stock(const StockMessage& message, std::span<char> out) {
  wire::JsonWriter json(out);
  json.begin_object().key("v").number(wire::kMessageVersion);
  json.key("sku").string(message.sku.view());
  json.key("loc").string(message.loc.view());
  json.key("on_hand").number(message.on_hand);
  json.key("reserved").number(message.reserved);
  json.key("available").number(message.available);
  json.key("seq").number(message.seq);
  json.key("at_ms").number(message.at_ms).end_object();
  return json.finish();
}

wire::Result<std::string_view> write_low(const LowMessage& message, std::span<char> out) {
  wire::JsonWriter json(out);
  json.begin_object().key("v").number(wire::kMessageVersion);
  json.key("sku").string(message.sku.view());
  json.key("warehouse").string(message.warehouse.view());
  json.key("available").number(message.available);
  json.key("on_order").number(message.on_order);
  json.key("threshold").number(message.threshold);
  json.key("since_ms").number(message.since_ms);
  if (!message.order.empty()) json.key("order").string(message.order.view());
  json.end_object();
  return json.finish();
}

wire::Result<std::string_view> write_purchase(const PurchaseMessage& message, std::span<char> out) {
  wire::JsonWriter json(out);
  json.begin_object().key("v").number(wire::kMessageVersion);
  json.key("po").string(message.po.view());
  json.key("supplier").string(message.supplier.view());
  json.key("warehouse").string(message.warehouse.view());
  json.key("state").string(message.state);
  json.key("lines").begin_array();
  for (const PurchaseLineMessage& line : message.lines) {
    json.begin_object().key("sku").string(line.sku.view());
    json.key("qty").number(line.qty);
    json.key("received").number(line.received).end_object();
  }
  json.end_array().key("at_ms").number(message.at_ms).end_object();
  return json.finish();
}

wire::Result<std::string_view> write_order(const OrderMessage& message, std::span<char> out) {
  wire::JsonWriter json(out);
  json.begin_object().key("v").number(wire::kMessageVersion);
  json.key("order").string(message.order.view());
  json.key("state").string(message.state);
  json.key("reason").string_lossy(message.reason);
  json.key("lines").begin_array();
  for (const OrderLineMessage& line : message.lines) {
    json.begin_object().key("sku").string(line.sku.view());
    json.key("qty").number(line.qty);
    json.key("reserved").number(line.reserved).end_object();
  }
  json.end_array();
  if (!message.invoice.empty()) {
    json.key("invoice").string(message.invoice.view());
    json.key("total_minor").number(message.total_minor);
    if (!message.currency.empty()) json.key("currency").string(message.currency);
  }
  json.key("at_ms").number(message.at_ms).end_object();
  return json.finish();
}

wire::Result<std::string_view> write_gateway_state(const GatewayState& state, std::span<char> out) {
  wire::JsonWriter json(out);
  json.begin_object().key("v").number(wire::kMessageVersion);
  json.key("online").boolean(state.online);
  json.key("version").string(state.version.view());
  json.key("seq").number(state.seq);
  json.key("started_ms").number(state.started_ms);
  json.key("run").hex32(state.run).end_object();
  return json.finish();
}

}  // namespace gateway::live
