// SPDX-License-Identifier: MIT
// GET: what is read from a snapshot.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

// Lists, a page at a time: `limit`, `after` (the `next` of the page before), and
// the filters named.
Response list_items(Context& context, const Request& request, std::string_view name);
Response list_suppliers(Context& context, const Request& request, std::string_view name);
Response list_locations(Context& context, const Request& request, std::string_view name);
/// Bins that are not empty, as the retained stock topics show them: `sku`,
/// `location` (and everything below it). Virtual locations are not stock.
Response list_stock(Context& context, const Request& request, std::string_view name);
/// Entries in commit order: `sku`, `location` (either side, and below), `since`
/// (the first entry wanted).
Response list_ledger(Context& context, const Request& request, std::string_view name);
/// `open=true`: only those that wait. So for purchase orders: not received or cancelled.
Response list_exceptions(Context& context, const Request& request, std::string_view name);
Response list_incidents(Context& context, const Request& request, std::string_view name);
Response list_purchases(Context& context, const Request& request, std::string_view name);
Response list_outbox(Context& context, const Request& request, std::string_view name);
/// Customers' orders: `state`.
Response list_orders(Context& context, const Request& request, std::string_view name);
Response list_invoices(Context& context, const Request& request, std::string_view name);

// One thing by its name.
Response show_item(Context& context, const Request& request, std::string_view name);
Response show_supplier(Context& context, const Request& request, std::string_view name);
Response show_purchase(Context& context, const Request& request, std::string_view name);
/// The figures and the ledger entry behind each line.
Response show_purchase_why(Context& context, const Request& request, std::string_view name);
Response show_order(Context& context, const Request& request, std::string_view name);
Response show_invoice(Context& context, const Request& request, std::string_view name);
Response show_invoice_text(Context& context, const Request& request, std::string_view name);
Response show_invoice_pdf(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
