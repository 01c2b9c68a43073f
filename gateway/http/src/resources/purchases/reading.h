// SPDX-License-Identifier: MIT
// GET: purchase orders.
// Lists come a page at a time: `limit`, `after` (the `next` of the page before), and the
// filters named.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// `open=true`: only those that are not received or cancelled.
Response list_purchases(Context& context, const Request& request, std::string_view name);
Response show_purchase(Context& context, const Request& request, std::string_view name);
/// The figures and the ledger entry behind each line.
Response show_purchase_why(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
