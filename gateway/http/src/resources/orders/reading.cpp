// SPDX-License-Identifier: MIT
// What customers ordered, and what they were charged.
#include <array>

#include "resources/lists.h"
#include "resources/rows.h"
#include "toolkit/numbered_page.h"

namespace gateway::http {
namespace {

constexpr std::array kStates{OrderState::kReceived,        OrderState::kConfirmed,
                             OrderState::kPartlyConfirmed, OrderState::kBackordered,
                             OrderState::kRejected,        OrderState::kShipped,
                             OrderState::kCancelled};

/// The filter `state`.
Wanted<Order> in_state(Query& query) {
  const std::string name = query.text("state");
  if (name.empty()) return {};
  std::string names;
  for (const OrderState state : kStates) {
    if (name == to_string(state)) return [state](const Order& row) { return row.state() == state; };
    names += (names.empty() ? "" : ", ") + std::string(to_string(state));
  }
  query.refuse("state", "must be one of " + names);
  return {};
}

/// The invoice `name`, or the answer where there is none.
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

}  // namespace

Response list_orders(Context& context, const Request& request, std::string_view) {
  return numbered_page<Order>(
      context, request, in_state,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_orders(view, from, [&](const Order& row) { return visit(row.number, row); });
      },
      without_view(write_order));
}

Response list_invoices(Context& context, const Request& request, std::string_view) {
  return numbered_page<Invoice>(
      context, request, every_row<Invoice>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_invoices(view, from, [&](const Invoice& row) { return visit(row.number, row); });
      },
      without_view(write_invoice));
}

Response show_order(Context& context, const Request& request, std::string_view name) {
  Query query(request);
  if (auto wrong = query.problems()) return *std::move(wrong);
  return with_view(context, [&](const Reader& view) {
    const auto order = find_order(view, name);
    if (!order) return not_found("There is no order " + std::string(name) + ".");
    const auto reservations = list_reservations(view, order->number);
    Response response;
    response.body = json_text(order_bytes_max(*order, reservations), [&](wire::JsonWriter& json) {
      write_order_in_full(json, *order, reservations);
    });
    return response;
  });
}

Response show_invoice(Context& context, const Request& request, std::string_view name) {
  const auto invoice = read_invoice(context, request, name);
  if (!invoice) return invoice.error();
  Response response;
  response.body =
      json_text(kRowBytesMax, [&](wire::JsonWriter& json) { write_invoice(json, *invoice); });
  return response;
}

Response show_invoice_text(Context& context, const Request& request, std::string_view name) {
  const auto invoice = read_invoice(context, request, name);
  if (!invoice) return invoice.error();
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = render_invoice_text(*invoice);
  return response;
}

Response show_invoice_pdf(Context& context, const Request& request, std::string_view name) {
  const auto invoice = read_invoice(context, request, name);
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

}  // namespace gateway::http
