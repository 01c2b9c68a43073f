// SPDX-License-Identifier: MIT
// POST: movements by hand, and a sweep.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

/// {"op","sku","qty","from","to","lot","ref","by"}; Idempotency-Key makes a repeat
/// harmless.
Response post_movement(Context& context, const Request& request, std::string_view name);
/// {"seq","by"}: reverses any ledger entry.
Response post_undo(Context& context, const Request& request, std::string_view name);
/// Looks at every position now: {"changed":<alerts and orders that changed>}. With
/// {"sku"}, those of it whose line a person had cancelled may order again.
Response post_reorder(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
