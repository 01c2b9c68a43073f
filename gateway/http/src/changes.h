// SPDX-License-Identifier: MIT
// POST, PUT, PATCH, DELETE: what goes through the writer.
#pragma once

#include <string_view>

#include "context.h"
#include "exchange.h"

namespace gateway::http {

/// {"op","sku","qty","from","to","lot","ref","by"}; Idempotency-Key makes a repeat
/// harmless.
Response post_movement(Context& context, const Request& request, std::string_view name);
/// {"seq","by"}: reverses any ledger entry.
Response post_undo(Context& context, const Request& request, std::string_view name);
/// Looks at every position now: {"changed":<alerts and orders that changed>}.
Response post_reorder(Context& context, const Request& request, std::string_view name);

/// The columns of the CSV. PUT makes or replaces: what is not given takes its
/// default. PATCH changes what is given of something that exists.
Response put_item(Context& context, const Request& request, std::string_view name);
Response patch_item(Context& context, const Request& request, std::string_view name);
/// Makes the item phase-out; its history stays.
Response delete_item(Context& context, const Request& request, std::string_view name);
Response put_supplier(Context& context, const Request& request, std::string_view name);
Response patch_supplier(Context& context, const Request& request, std::string_view name);
/// {"policy":"forbid|flag|allow"}; PATCH does the same.
Response put_location(Context& context, const Request& request, std::string_view name);

/// A CSV file. All or nothing; every bad row is listed.
Response import_items(Context& context, const Request& request, std::string_view name);
Response import_suppliers(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
