// SPDX-License-Identifier: MIT
// GET: invoices, as JSON, text and PDF.
// Lists come a page at a time: `limit`, `after` (the `next` of the page before), and the
// filters named.
#pragma once

#include <string_view>

#include "toolkit/context.h"
#include "toolkit/exchange.h"

namespace gateway::http {

Response list_invoices(Context& context, const Request& request, std::string_view name);
Response show_invoice(Context& context, const Request& request, std::string_view name);
Response show_invoice_text(Context& context, const Request& request, std::string_view name);
Response show_invoice_pdf(Context& context, const Request& request, std::string_view name);

}  // namespace gateway::http
