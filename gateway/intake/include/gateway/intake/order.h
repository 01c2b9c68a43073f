// SPDX-License-Identifier: MIT
// Reads a customer's order from JSON.
#pragma once

#include "gateway/intake/fields.h"
#include "gateway/orders/commands.h"

namespace gateway::intake {

/// Reads an order (docs/protocol.md). A field that cannot be read is left out, and a problem of
/// `fields`; an `id` that is wrong or missing stays empty. The caller then calls
/// fields.finish() if unknown fields are problems.
[[nodiscard]] SubmitOrder read_order(Fields& fields);

}  // namespace gateway::intake
