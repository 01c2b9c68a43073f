// SPDX-License-Identifier: MIT
#include "resources/stock/rows.h"

namespace gateway::http {
using wire::JsonWriter;

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

}  // namespace gateway::http
