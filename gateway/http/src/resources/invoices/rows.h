// SPDX-License-Identifier: MIT
// Invoices.
// As JSON objects; the keys are a contract with integrators: tests/golden/json/ holds them.
#pragma once

#include "gateway/orders/invoice.h"
#include "wire/json_writer.h"

namespace gateway::http {

void write_invoice(wire::JsonWriter& json, const Invoice& invoice);

}  // namespace gateway::http
