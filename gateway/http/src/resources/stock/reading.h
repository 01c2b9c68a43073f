// SPDX-License-Identifier: MIT
// GET: what is where, and how it came there.
// Lists come a page at a time: `limit`, `after` (the `next` of the page before), and the
// filters named.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// Bins that are not empty, as the retained stock topics show them: `sku`,
/// `location` (and everything below it). Virtual locations are not stock.
Response list_stock(Context& context, const Request& request, std::string_view name);
/// Entries in commit order: `sku`, `location` (either side, and below), `since`
/// (the first entry wanted).
Response list_ledger(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
