// SPDX-License-Identifier: MIT
#include "resources/catalogue/rows.h"

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
  json.key("language").string_lossy(supplier.language);
  json.end_object();
}

void write_location(JsonWriter& json, const LocationRow& location) {
  json.begin_object().key("loc").string_lossy(location.location);
  json.key("policy").string(to_string(location.policy)).end_object();
}

}  // namespace gateway::http
