// SPDX-License-Identifier: MIT
// GET: customers' orders.
// Lists come a page at a time: `limit`, `after` (the `next` of the page before), and the
// filters named.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// Filter: `state`.
Response list_orders(Context& context, const Request& request, std::string_view name);
Response show_order(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
