// SPDX-License-Identifier: MIT
#include "toolkit/entry.h"

#include <string>

#include "gateway/orders/order.h"

namespace gateway::http {
namespace {

using wire::JsonWriter;

/// The customer's order whose goods were picked; empty: none. A pick names it itself, its undo
/// perhaps not.
std::string order_id(const Entry& entry, const Reader& view) {
  if (entry.order == 0) return {};
  if (entry.op == wire::Op::kPick) return std::string(entry.ref.view());
  const auto order = find_order(view, entry.order);
  return order ? order->id : std::string();
}

}  // namespace

void write_origin(JsonWriter& json, const Origin& origin) {
  json.key("node").string_lossy(origin.source).key("epoch");
  const bool node = !origin.source.empty() && origin.source.front() != '@';
  node ? json.hex32(origin.epoch) : json.string("");
  json.key("node_seq").number(origin.seq);
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

}  // namespace gateway::http
