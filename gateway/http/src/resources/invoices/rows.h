// SPDX-License-Identifier: MIT
// Invoices as JSON objects. Integrators rely on the keys, which tests/golden/json/ records.
#pragma once

#include "gateway/orders/invoice.h"
#include "wire/json_writer.h"

namespace gateway::http {

void write_invoice(wire::JsonWriter& json, const Invoice& invoice);

}  // namespace gateway::http
