// SPDX-License-Identifier: MIT
// PUT, PATCH, DELETE: items, suppliers and locations; POST: CSV files of them.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

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
