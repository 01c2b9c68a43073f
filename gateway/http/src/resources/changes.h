// SPDX-License-Identifier: MIT
// POST, PUT, PATCH, DELETE: what goes through the writer.
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

// What a person does with a purchase order. The answer:
// {"repeated":…,"seq":<last entry booked, else 0>,"entries":<how many>,"order":{…}}.
Response post_approve(Context& context, const Request& request, std::string_view name);
Response post_send(Context& context, const Request& request, std::string_view name);
Response post_confirm(Context& context, const Request& request, std::string_view name);
/// {"why"}.
Response post_cancel(Context& context, const Request& request, std::string_view name);
/// {"lines":[{"sku","qty"}],"to","by"}; without lines everything that is open.
Response post_receive(Context& context, const Request& request, std::string_view name);

/// A customer's order, as on the topic order/new; its id is what makes a repeat harmless.
/// It and what is done with the order later answer as a change of a purchase order does.
Response post_order(Context& context, const Request& request, std::string_view name);
/// {"why","by"}.
Response post_order_cancel(Context& context, const Request& request, std::string_view name);
/// {"by"}: everything reserved is picked, where it is reserved.
Response post_order_ship(Context& context, const Request& request, std::string_view name);

/// {"sku","by"}: books an exception's movement: {"id","state","seq"}.
Response post_settle(Context& context, const Request& request, std::string_view name);
/// {"why","by"}: closes an exception for which nothing is to be booked; answers likewise.
Response post_dismiss(Context& context, const Request& request, std::string_view name);
/// A row of the outbox: at once, or never. The answer is the row as it was before.
Response post_retry(Context& context, const Request& request, std::string_view name);
Response post_drop(Context& context, const Request& request, std::string_view name);

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
