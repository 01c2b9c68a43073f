// SPDX-License-Identifier: MIT
// GET: what waits for a person, and what is on its way out.
// Lists come a page at a time: `limit`, `after` (the `next` of the page before), and the
// filters named.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// `open=true`: only those that wait.
Response list_exceptions(Context& context, const Request& request, std::string_view name);
Response list_incidents(Context& context, const Request& request, std::string_view name);
Response list_outbox(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
