// SPDX-License-Identifier: MIT
#include "router.h"

#include <array>

#include "changes.h"
#include "gateway/http/limits.h"
#include "lists.h"
#include "problem.h"
#include "state.h"

namespace gateway::http {
namespace {

constexpr std::string_view kAnyName = "/*";

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
    {"GET", "/api/v1/incidents", 0, list_incidents},
    {"GET", "/api/v1/purchase-orders", 0, list_purchases},
    {"GET", "/api/v1/purchase-orders/*", 0, show_purchase},
    {"POST", "/api/v1/reorder", kBodyBytesMax, post_reorder},
    {"GET", "/api/v1/outbox", 0, list_outbox},
});

/// The text behind the slash of a path that takes a name; true when it fits.
bool fits(std::string_view pattern, std::string_view path, std::string_view& name) {
  if (!pattern.ends_with(kAnyName)) return path == pattern;
  const std::string_view stem = pattern.substr(0, pattern.size() - 1);
  if (!path.starts_with(stem) || path.size() == stem.size()) return false;
  name = path.substr(stem.size());
  return true;
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

Match find_route(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  Match match;
  for (const Route& route : kRoutes) {
    std::string_view name;
    if (!fits(route.path, path, name)) continue;
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
