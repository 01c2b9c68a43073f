// SPDX-License-Identifier: MIT
// GET: purchase orders.
// Each list is read in pages: parameters `limit`, `after` (the `next` of the page before), and
// the filters named.
#include <array>

#include "gateway/purchasing/purchase.h"
#include "resources/purchases/routes.h"
#include "resources/purchases/rows.h"
#include "toolkit/numbered_page.h"

namespace gateway::http {
namespace {

bool is_expected(const PurchaseOrder& order) {
  return !order.closed();
}

/// Answers with `answer(view, order)`.
template <typename Answer>
Response with_purchase(Context& context, const Request& request, std::string_view name,
                       Answer&& answer) {
  Query query(request);
  if (auto wrong = query.problems()) return *std::move(wrong);
  const auto number = parse_purchase_id(name);
  if (!number) return not_found("Purchase orders are named like PO-000017.");
  return with_view(context, [&](const Reader& view) {
    const auto order = find_purchase(view, *number);
    if (!order) return not_found("There is no purchase order " + std::string(name) + ".");
    return answer(view, *order);
  });
}

/// `open=true`: only those that are not received or cancelled.
Response list_purchases(Context& context, const Request& request, std::string_view) {
  return numbered_page<PurchaseOrder>(
      context, request, only_open<PurchaseOrder, is_expected>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_purchases(view, from,
                       [&](const PurchaseOrder& row) { return visit(row.number, row); });
      },
      write_purchase);
}

Response show_purchase(Context& context, const Request& request, std::string_view name) {
  return with_purchase(context, request, name, [](const Reader& view, const PurchaseOrder& order) {
    Response response;
    response.body = json_text([&](wire::JsonWriter& json) { write_purchase(json, order, view); });
    return response;
  });
}

/// For each line the figures and the ledger entry that led to it.
Response show_purchase_why(Context& context, const Request& request, std::string_view name) {
  return with_purchase(context, request, name, [](const Reader& view, const PurchaseOrder& order) {
    Response response;
    response.body =
        json_text([&](wire::JsonWriter& json) { write_purchase_why(json, order, view); });
    return response;
  });
}

constexpr auto kPurchasesReading = std::to_array<Route>({
    {"GET", "/api/v1/purchase-orders", 0, list_purchases},
    {"GET", "/api/v1/purchase-orders/*/why", 0, show_purchase_why},
    {"GET", "/api/v1/purchase-orders/*", 0, show_purchase},
});

}  // namespace

std::span<const Route> purchases_reading() {
  return kPurchasesReading;
}

}  // namespace gateway::http
