// SPDX-License-Identifier: MIT
#include "resources/catalogue/rows.h"

#include <string>
#include <variant>

#include "gateway/catalogue/csv.h"

namespace gateway::http {
namespace {

using wire::JsonWriter;

void write_columns(JsonWriter& json, const NamedValues& columns) {
  for (const auto& [name, value] : columns) {
    json.key(name);
    if (const auto* const number = std::get_if<std::int64_t>(&value)) {
      json.number(*number);
    } else if (const auto* const text = std::get_if<std::string>(&value)) {
      json.string_lossy(*text);
    } else {
      json.null();
    }
  }
}

}  // namespace

void write_item(JsonWriter& json, const Item& item) {
  json.begin_object();
  write_columns(json, item_columns(item));
  json.key("state").string(item.state == ItemState::kActive ? "active" : "phase_out");
  json.end_object();
}

void write_supplier(JsonWriter& json, const Supplier& supplier) {
  json.begin_object();
  write_columns(json, supplier_columns(supplier));
  json.end_object();
}

void write_location(JsonWriter& json, const LocationRow& location) {
  json.begin_object().key("loc").string_lossy(location.location);
  json.key("policy").string(to_string(location.policy)).end_object();
}

}  // namespace gateway::http
