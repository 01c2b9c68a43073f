// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/intake/fields.h"
#include "gateway/orders/commands.h"

namespace gateway::intake {

/// Reads a customer's order. What cannot be read is left out, and is among the problems of
/// `fields`; the id is empty then.
[[nodiscard]] SubmitOrder read_order(Fields& fields);

}  // namespace gateway::intake
