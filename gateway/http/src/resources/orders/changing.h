// SPDX-License-Identifier: MIT
// POST: customers' orders.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// A customer's order, as on the topic order/new; its id is what makes a repeat harmless.
/// It and what is done with the order later answer as a change of a purchase order does.
Response post_order(Context& context, const Request& request, std::string_view name);
/// {"why","by"}.
Response post_order_cancel(Context& context, const Request& request, std::string_view name);
/// {"by"}: everything reserved is picked, where it is reserved.
Response post_order_ship(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
