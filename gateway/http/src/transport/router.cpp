// SPDX-License-Identifier: MIT
#include "transport/router.h"

#include <array>

#include "gateway/http/limits.h"
#include "resources/catalogue/changing.h"
#include "resources/catalogue/reading.h"
#include "resources/invoices/reading.h"
#include "resources/orders/changing.h"
#include "resources/orders/reading.h"
#include "resources/purchases/changing.h"
#include "resources/purchases/reading.h"
#include "resources/state/reading.h"
#include "resources/stock/changing.h"
#include "resources/stock/reading.h"
#include "resources/tasks/changing.h"
#include "resources/tasks/reading.h"
#include "toolkit/problem.h"

namespace gateway::http {
namespace {

constexpr char kAnyName = '*';

constexpr auto kRoutes = std::to_array<Route>({
    {"GET", "/healthz", 0, healthz},
    {"GET", "/readyz", 0, readyz},
    {"GET", "/api/v1/doctor", 0, doctor},
    {"GET", "/api/v1/verify", 0, run_verify},
    {"GET", "/api/v1/stock", 0, list_stock},
    {"GET", "/api/v1/ledger", 0, list_ledger},
    {"POST", "/api/v1/movements", kBodyBytesMax, post_movement},
    {"POST", "/api/v1/undo", kBodyBytesMax, post_undo},
    {"GET", "/api/v1/items", 0, list_items},
    {"GET", "/api/v1/items/*", 0, show_item},
    {"PUT", "/api/v1/items/*", kBodyBytesMax, put_item},
    {"PATCH", "/api/v1/items/*", kBodyBytesMax, patch_item},
    {"DELETE", "/api/v1/items/*", 0, delete_item},
    {"POST", "/api/v1/imports/items", kImportBodyBytesMax, import_items},
    {"GET", "/api/v1/suppliers", 0, list_suppliers},
    {"GET", "/api/v1/suppliers/*", 0, show_supplier},
    {"PUT", "/api/v1/suppliers/*", kBodyBytesMax, put_supplier},
    {"PATCH", "/api/v1/suppliers/*", kBodyBytesMax, patch_supplier},
    {"POST", "/api/v1/imports/suppliers", kImportBodyBytesMax, import_suppliers},
    {"GET", "/api/v1/locations", 0, list_locations},
    {"PUT", "/api/v1/locations/*", kBodyBytesMax, put_location},
    {"PATCH", "/api/v1/locations/*", kBodyBytesMax, put_location},
    {"GET", "/api/v1/exceptions", 0, list_exceptions},
    {"POST", "/api/v1/exceptions/*/settle", kBodyBytesMax, post_settle},
    {"POST", "/api/v1/exceptions/*/dismiss", kBodyBytesMax, post_dismiss},
    {"GET", "/api/v1/incidents", 0, list_incidents},
    {"GET", "/api/v1/purchase-orders", 0, list_purchases},
    {"POST", "/api/v1/purchase-orders/*/approve", kBodyBytesMax, post_approve},
    {"POST", "/api/v1/purchase-orders/*/send", kBodyBytesMax, post_send},
    {"POST", "/api/v1/purchase-orders/*/confirm", kBodyBytesMax, post_confirm},
    {"POST", "/api/v1/purchase-orders/*/cancel", kBodyBytesMax, post_cancel},
    {"POST", "/api/v1/purchase-orders/*/receive", kBodyBytesMax, post_receive},
    {"GET", "/api/v1/purchase-orders/*/why", 0, show_purchase_why},
    {"GET", "/api/v1/purchase-orders/*", 0, show_purchase},
    {"GET", "/api/v1/orders", 0, list_orders},
    {"POST", "/api/v1/orders", kBodyBytesMax, post_order},
    {"POST", "/api/v1/orders/*/cancel", kBodyBytesMax, post_order_cancel},
    {"POST", "/api/v1/orders/*/ship", kBodyBytesMax, post_order_ship},
    {"GET", "/api/v1/orders/*", 0, show_order},
    {"GET", "/api/v1/invoices", 0, list_invoices},
    {"GET", "/api/v1/invoices/*/text", 0, show_invoice_text},
    {"GET", "/api/v1/invoices/*/pdf", 0, show_invoice_pdf},
    {"GET", "/api/v1/invoices/*", 0, show_invoice},
    {"POST", "/api/v1/reorder", kBodyBytesMax, post_reorder},
    {"GET", "/api/v1/outbox", 0, list_outbox},
    {"POST", "/api/v1/outbox/*/retry", kBodyBytesMax, post_retry},
    {"POST", "/api/v1/outbox/*/drop", kBodyBytesMax, post_drop},
});

/// Whether the path fits; `name` is what stands for the pattern's star.
bool fits(std::string_view pattern, std::string_view path, std::string_view& name) {
  const std::size_t star = pattern.find(kAnyName);
  if (star == std::string_view::npos) return path == pattern;
  const std::string_view tail = pattern.substr(star + 1);
  const bool long_enough = path.size() > star + tail.size();
  if (!long_enough || !path.starts_with(pattern.substr(0, star)) || !path.ends_with(tail)) {
    return false;
  }
  name = path.substr(star, path.size() - star - tail.size());
  return tail.empty() || name.find('/') == std::string_view::npos;
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

Match find_route(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  Match match;
  std::string_view pattern;
  for (const Route& route : kRoutes) {
    std::string_view name;
    if (!fits(route.path, path, name)) continue;
    // The first that fits is the most exact: "*/why" is no order's name.
    if (pattern.empty()) pattern = route.path;
    if (route.path != pattern) continue;
    if (route.method == method) {
      match.route = &route;
      match.name = name;
      return match;
    }
    if (!match.allowed.empty()) match.allowed += ", ";
    match.allowed += route.method;
  }
  return match;
}

Response no_route(const Match& match) {
  if (match.allowed.empty()) {
    return not_found("There is nothing at this address. docs/http-api.md lists what there is.");
  }
  Response response = problem(405, "method_not_allowed", "This cannot be done here",
                              "This address takes: " + match.allowed + ".");
  response.headers.emplace_back("Allow", match.allowed);
  return response;
}

}  // namespace gateway::http
