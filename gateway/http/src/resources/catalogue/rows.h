// SPDX-License-Identifier: MIT
// Items, suppliers and locations as JSON objects. Integrators rely on the keys, which
// tests/golden/json/ records.
#pragma once

#include "gateway/catalogue/catalogue.h"
#include "wire/json_writer.h"

namespace gateway::http {

void write_item(wire::JsonWriter& json, const Item& item);
void write_supplier(wire::JsonWriter& json, const Supplier& supplier);
void write_location(wire::JsonWriter& json, const LocationRow& location);

}  // namespace gateway::http
