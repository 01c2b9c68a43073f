// SPDX-License-Identifier: MIT
// Items, suppliers and locations.
// As JSON objects; the keys are a contract with integrators: tests/golden/json/ holds them.
#pragma once

#include "gateway/catalogue/catalogue.h"
#include "wire/json_writer.h"

namespace gateway::http {

void write_item(wire::JsonWriter& json, const Item& item);
void write_supplier(wire::JsonWriter& json, const Supplier& supplier);
void write_location(wire::JsonWriter& json, const LocationRow& location);

}  // namespace gateway::http
