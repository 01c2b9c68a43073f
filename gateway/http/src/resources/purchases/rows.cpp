// SPDX-License-Identifier: MIT
#include "resources/purchases/rows.h"

#include <string_view>

#include "gateway/limits.h"
#include "gateway/outbox/outbox.h"
#include "gateway/stock/ledger.h"
#include "toolkit/entry.h"

namespace gateway::http {
namespace {

using wire::JsonWriter;

/// The row `id` of the outbox; null when there is none.
void write_delivery(JsonWriter& json, std::string_view key, std::uint64_t id, const Reader& view) {
  json.key(key);
  const auto row = id == 0 ? std::nullopt : find_outbox(view, id);
  if (!row) {
    json.null();
    return;
  }
  json.begin_object().key("id").number(row->id);
  json.key("to").string_lossy(row->to.empty() ? "upstream" : row->to);
  json.key("state").string(to_string(row->state));
  json.key("attempts").number(row->attempts);
  json.key("next_ms").number(row->next_ms);
  json.key("error").string_lossy(row->error);
  json.end_object();
}

void write_head(JsonWriter& json, const PurchaseOrder& order) {
  json.key("po").string(purchase_id(order.number));
  json.key("supplier").string_lossy(order.supplier);
  json.key("warehouse").string_lossy(order.warehouse);
  json.key("state").string(to_string(order.state()));
}

void write_line(JsonWriter& json, const PurchaseLine& line) {
  json.key("sku").string_lossy(line.sku.view());
  json.key("name").string_lossy(line.name);
  json.key("unit").string_lossy(line.unit);
  json.key("qty").number(line.qty);
  json.key("received").number(line.received);
}

void write_why_line(JsonWriter& json, const PurchaseLine& line, const Reader& view) {
  json.begin_object();
  write_line(json, line);
  json.key("on_hand").number(line.on_hand);
  json.key("reserved").number(line.reserved);
  json.key("backordered").number(line.backordered);
  json.key("on_order").number(line.on_order);
  json.key("threshold").number(line.threshold);
  json.key("threshold_default").boolean(line.threshold_default);
  json.key("order_up_to").number(line.order_up_to);
  json.key("order_up_to_default").boolean(line.order_up_to_default);
  json.key("moq").number(line.moq);
  json.key("pack_multiple").number(line.pack_multiple);
  json.key("explanation").string_lossy(explain(line));
  json.key("decided_ms").number(line.at_ms);
  json.key("order").string_lossy(line.order);
  json.key("crossed");  // null: no entry, but that order, or the sweep found it
  const auto entry = line.ledger_seq == 0 ? std::nullopt : find_entry(view, line.ledger_seq);
  if (entry) {
    write_entry(json, *entry, view);
  } else {
    json.null();
  }
  json.end_object();
}

}  // namespace

void write_purchase(JsonWriter& json, const PurchaseOrder& order, const Reader& view) {
  json.begin_object();
  write_head(json, order);
  json.key("lines").begin_array();
  for (const PurchaseLine& line : order.lines) {
    json.begin_object();
    write_line(json, line);
    json.key("gtin").string_lossy(line.gtin);
    json.end_object();
  }
  json.end_array();
  json.key("created_ms").number(order.created_ms);
  json.key("at_ms").number(order.at_ms);
  json.key("sent_ms").number(order.sent_ms);
  json.key("mails").number(order.mails);
  json.key("why").string_lossy(order.why);
  write_delivery(json, "mail", order.mail, view);
  write_delivery(json, "post", order.post, view);
  json.end_object();
}

void write_purchase_why(JsonWriter& json, const PurchaseOrder& order, const Reader& view) {
  json.begin_object();
  write_head(json, order);
  json.key("lines").begin_array();
  for (const PurchaseLine& line : order.lines) write_why_line(json, line, view);
  json.end_array().end_object();
}

}  // namespace gateway::http
