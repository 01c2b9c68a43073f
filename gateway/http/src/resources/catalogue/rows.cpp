// SPDX-License-Identifier: MIT
#include "resources/rows.h"

#include <array>
#include <optional>
#include <string_view>

namespace gateway::http {
namespace {

using wire::JsonWriter;

template <typename T>
void number_or_null(JsonWriter& json, std::string_view key, const std::optional<T>& value) {
  json.key(key);
  value ? json.number(*value) : json.null();
}

/// `GTIN` or `GTIN*PACK`, separated by blanks, as in the CSV.
std::string barcodes_text(const std::vector<Barcode>& barcodes) {
  std::string text;
  for (const Barcode& barcode : barcodes) {
    if (!text.empty()) text += ' ';
    text += barcode.code;
    if (barcode.pack != 1) text += '*' + std::to_string(barcode.pack);
  }
  return text;
}

/// The hand and the plain topic have no epoch: then it is an empty text.
void write_origin(JsonWriter& json, const Origin& origin) {
  json.key("node").string_lossy(origin.source).key("epoch");
  const bool node = !origin.source.empty() && origin.source.front() != '@';
  node ? json.hex32(origin.epoch) : json.string("");
  json.key("node_seq").number(origin.seq);
}

/// The customer's order whose goods were picked; empty: none. A pick names it itself,
/// an undo of it need not.
std::string order_id(const Entry& entry, const Reader& view) {
  if (entry.order == 0) return {};
  if (entry.op == wire::Op::kPick) return std::string(entry.ref.view());
  const auto order = find_order(view, entry.order);
  return order ? order->id : std::string();
}

}  // namespace

void write_item(JsonWriter& json, const Item& item) {
  json.begin_object();
  json.key("sku").string_lossy(item.sku.view());
  json.key("name").string_lossy(item.name);
  json.key("unit").string_lossy(item.unit);
  json.key("supplier").string_lossy(item.supplier);
  number_or_null(json, "threshold", item.threshold);
  number_or_null(json, "order_up_to", item.order_up_to);
  json.key("pack_multiple").number(item.pack_multiple);
  json.key("moq").number(item.moq);
  number_or_null(json, "lead_time_days", item.lead_time_days);
  json.key("low_stock_flag").string(item.low_stock_flag ? "Yes" : "No");
  number_or_null(json, "price_minor", item.price_minor);
  json.key("currency").string_lossy(item.currency);
  number_or_null(json, "tax_percent", item.tax_percent);
  json.key("barcodes").string_lossy(barcodes_text(item.barcodes));
  json.key("state").string(item.state == ItemState::kActive ? "active" : "phase_out");
  json.end_object();
}

void write_supplier(JsonWriter& json, const Supplier& supplier) {
  json.begin_object();
  json.key("id").string_lossy(supplier.id);
  json.key("name").string_lossy(supplier.name);
  json.key("email").string_lossy(supplier.email);
  json.key("lead_time_days").number(supplier.lead_time_days);
  json.key("documents").string_lossy(supplier.documents);
  json.key("currency").string_lossy(supplier.currency);
  json.key("language").string_lossy(supplier.language);
  json.end_object();
}

void write_location(JsonWriter& json, const LocationRow& location) {
  json.begin_object().key("loc").string_lossy(location.location);
  json.key("policy").string(to_string(location.policy)).end_object();
}

void write_stock(JsonWriter& json, const Bin& bin, const StockExtras& extras) {
  json.begin_object();
  json.key("sku").string_lossy(bin.sku.view());
  json.key("name").string_lossy(extras.name);
  json.key("loc").string_lossy(bin.location.view());
  json.key("on_hand").number(bin.on_hand);
  json.key("reserved").number(bin.reserved);
  json.key("available").number(bin.on_hand - bin.reserved);
  json.key("on_order").number(extras.on_order);
  json.key("backordered").number(extras.backordered);
  json.key("seq").number(bin.seq);
  json.key("at_ms").number(bin.at_ms);
  json.end_object();
}

void write_entry(JsonWriter& json, const Entry& entry, const Reader& view) {
  json.begin_object().key("seq").number(entry.seq);
  write_origin(json, entry.origin);
  json.key("op").string(wire::to_string(entry.op));
  json.key("sku").string_lossy(entry.sku.view());
  json.key("qty").number(entry.qty);
  json.key("from").string_lossy(entry.from.view());
  json.key("to").string_lossy(entry.to.view());
  json.key("lot").string_lossy(entry.lot.view());
  json.key("ref").string_lossy(entry.ref.view());
  json.key("by").string_lossy(entry.by.view());
  json.key("at_ms").number(entry.at_ms);
  json.key("order").string_lossy(order_id(entry, view));
  json.end_object();
}

void write_exception(JsonWriter& json, const Exception& exception) {
  const wire::Movement& movement = exception.movement;
  json.begin_object().key("id").number(exception.id);
  write_origin(json, exception.origin);
  json.key("why").string_lossy(exception.why);
  json.key("code").string_lossy(movement.code.view());
  json.key("sku").string_lossy(movement.sku.view());
  json.key("op").string(wire::to_string(movement.op));
  json.key("qty").number(movement.qty);
  json.key("from").string_lossy(movement.from.view());
  json.key("to").string_lossy(movement.to.view());
  json.key("at_ms").number(exception.at_ms);
  json.key("state").string(to_string(exception.state));
  json.key("detail").string_lossy(exception.detail);
  json.key("ledger_seq").number(exception.ledger_seq);
  json.key("closed_by").string_lossy(exception.closed_by);
  json.key("closed_why").string_lossy(exception.closed_why);
  json.key("closed_ms").number(exception.closed_ms);
  json.end_object();
}

void write_incident(JsonWriter& json, const Incident& incident) {
  json.begin_object();
  json.key("id").number(incident.id);
  json.key("kind").string(to_string(incident.kind));
  json.key("node").string_lossy(incident.node);
  json.key("epoch").hex32(incident.epoch);
  json.key("first_seq").number(incident.first_seq);
  json.key("last_seq").number(incident.last_seq);
  json.key("at_ms").number(incident.at_ms);
  json.end_object();
}

}  // namespace gateway::http
