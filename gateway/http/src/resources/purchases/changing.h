// SPDX-License-Identifier: MIT
// POST: what a person does with a purchase order. The answer:
// {"repeated":…,"seq":<last entry booked, else 0>,"entries":<how many>,"order":{…}}.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

Response post_approve(Context& context, const Request& request, std::string_view name);
Response post_send(Context& context, const Request& request, std::string_view name);
Response post_confirm(Context& context, const Request& request, std::string_view name);
/// {"why"}.
Response post_cancel(Context& context, const Request& request, std::string_view name);
/// {"lines":[{"sku","qty"}],"to","by"}; without lines everything that is open.
Response post_receive(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
