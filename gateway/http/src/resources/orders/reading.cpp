// SPDX-License-Identifier: MIT
// GET: customers' orders.
// Each list is read in pages: parameters `limit`, `after` (the `next` of the page before), and
// the filters named.
#include <array>

#include "resources/orders/routes.h"
#include "resources/orders/rows.h"
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

/// Filter: `state`.
Response list_orders(Context& context, const Request& request, std::string_view) {
  return numbered_page<Order>(
      context, request, in_state,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_orders(view, from, [&](const Order& row) { return visit(row.number, row); });
      },
      without_view(write_order));
}

Response show_order(Context& context, const Request& request, std::string_view name) {
  Query query(request);
  if (auto wrong = query.problems()) return *std::move(wrong);
  return with_view(context, [&](const Reader& view) {
    const auto order = find_order(view, name);
    if (!order) return not_found("There is no order " + std::string(name) + ".");
    const auto reservations = list_reservations(view, order->number);
    Response response;
    response.body =
        json_text([&](wire::JsonWriter& json) { write_order_in_full(json, *order, reservations); });
    return response;
  });
}

constexpr auto kOrdersReading = std::to_array<Route>({
    {"GET", "/api/v1/orders", 0, list_orders},
    {"GET", "/api/v1/orders/*", 0, show_order},
});

}  // namespace

std::span<const Route> orders_reading() {
  return kOrdersReading;
}

}  // namespace gateway::http
