// SPDX-License-Identifier: MIT
// GET: invoices, as JSON, text and PDF.
// Each list is read in pages: parameters `limit`, `after` (the `next` of the page before), and
// the filters named.
#include <array>

#include "gateway/orders/invoice.h"
#include "resources/invoices/routes.h"
#include "resources/invoices/rows.h"
#include "toolkit/numbered_page.h"

namespace gateway::http {
namespace {

/// The invoice `name`, or the answer when there is none.
tl::expected<Invoice, Response> read_invoice(const Context& context, const Request& request,
                                             std::string_view name) {
  Query query(request);
  if (auto wrong = query.problems()) return tl::unexpected(*std::move(wrong));
  const auto number = parse_invoice_id(name);
  if (!number) return tl::unexpected(not_found("Invoices are named like INV-000012."));
  const auto view = open_view(context);
  if (!view) return tl::unexpected(view.error());
  auto invoice = find_invoice(**view, *number);
  if ((*view)->failure() != wire::Status::kOk) return tl::unexpected(store_failed(**view));
  if (invoice) return *std::move(invoice);
  return tl::unexpected(not_found("There is no invoice " + std::string(name) + "."));
}

Response list_invoices(Context& context, const Request& request, std::string_view) {
  return numbered_page<Invoice>(
      context, request, every_row<Invoice>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_invoices(view, from, [&](const Invoice& row) { return visit(row.number, row); });
      },
      without_view(write_invoice));
}

Response show_invoice(Context& context, const Request& request, std::string_view name) {
  const auto invoice = read_invoice(context, request, name);
  if (!invoice) return invoice.error();
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) { write_invoice(json, *invoice); });
  return response;
}

/// The same for one whose content is known.
tl::expected<Invoice, Response> read_document(const Context& context, const Request& request,
                                              std::string_view name) {
  auto invoice = read_invoice(context, request, name);
  if (!invoice || invoice->restored_ms == 0) return invoice;
  return tl::unexpected(problem(409, "unknown", "Nothing is known of this invoice",
                                invoice_id(invoice->number) +
                                    " was given out before the store was restored, which was said "
                                    "on " +
                                    rfc3339(invoice->restored_ms) +
                                    ": look for it in the mails of that time."));
}

Response show_invoice_text(Context& context, const Request& request, std::string_view name) {
  const auto invoice = read_document(context, request, name);
  if (!invoice) return invoice.error();
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = context.probe.render_text(*invoice);
  return response;
}

Response show_invoice_pdf(Context& context, const Request& request, std::string_view name) {
  const auto invoice = read_document(context, request, name);
  if (!invoice) return invoice.error();
  const auto no_pdf = [](std::string_view why) {
    return problem(503, "no_pdf", "The invoice cannot be made a PDF file", why);
  };
  const auto& render = context.probe.render_pdf;
  if (!render) return no_pdf("This gateway makes no PDF files: ask for the invoice as text.");
  auto pdf = render(*invoice);
  if (!pdf) return no_pdf(pdf.error());
  Response response;
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition",
                                "inline; filename=\"" + invoice_id(invoice->number) + ".pdf\"");
  response.body = *std::move(pdf);
  return response;
}

constexpr auto kInvoicesReading = std::to_array<Route>({
    {"GET", "/api/v1/invoices", 0, list_invoices},
    {"GET", "/api/v1/invoices/*/text", 0, show_invoice_text},
    {"GET", "/api/v1/invoices/*/pdf", 0, show_invoice_pdf},
    {"GET", "/api/v1/invoices/*", 0, show_invoice},
});

}  // namespace

std::span<const Route> invoices_reading() {
  return kInvoicesReading;
}

}  // namespace gateway::http
