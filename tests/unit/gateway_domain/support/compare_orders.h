// SPDX-License-Identifier: MIT
#pragma once

#include "model.h"
#include "warehouse.h"

namespace domain_test {

/// Customers' orders, their promises and invoices, and what the last batch did to them,
/// compared with the model.
void compare_orders(const Warehouse& real, const Model& model);

}  // namespace domain_test
