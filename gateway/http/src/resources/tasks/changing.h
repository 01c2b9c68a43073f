// SPDX-License-Identifier: MIT
// POST: what a person does with what waits.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// {"sku","by"}: books an exception's movement: {"id","state","seq"}.
Response post_settle(Context& context, const Request& request, std::string_view name);
/// {"why","by"}: closes an exception for which nothing is to be booked; answers likewise.
Response post_dismiss(Context& context, const Request& request, std::string_view name);
/// A row of the outbox: at once, or never. The answer is the row as it was before.
Response post_retry(Context& context, const Request& request, std::string_view name);
Response post_drop(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
