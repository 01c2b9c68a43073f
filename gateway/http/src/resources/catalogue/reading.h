// SPDX-License-Identifier: MIT
// GET: items, suppliers and locations.
// Lists come a page at a time: `limit`, `after` (the `next` of the page before), and the
// filters named.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

Response list_items(Context& context, const Request& request, std::string_view name);
Response list_suppliers(Context& context, const Request& request, std::string_view name);
Response list_locations(Context& context, const Request& request, std::string_view name);

// One thing by its name.
Response show_item(Context& context, const Request& request, std::string_view name);
Response show_supplier(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
