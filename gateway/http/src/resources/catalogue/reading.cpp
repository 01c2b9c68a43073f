// SPDX-License-Identifier: MIT
// GET: items, suppliers and locations.
// Each list is read in pages: parameters `limit`, `after` (the `next` of the page before), and
// the filters named.
#include <array>

#include "gateway/catalogue/catalogue.h"
#include "resources/catalogue/routes.h"
#include "resources/catalogue/rows.h"
#include "toolkit/numbered_page.h"

namespace gateway::http {
namespace {

constexpr const char* kNameExpected = "a name as the page before gave it under next";

/// A page of rows that `list(view, from, limit)` returns in the order of their names.
template <typename List, typename KeyOf, typename Write>
Response catalogue_page(Context& context, const Request& request, bool (*valid)(std::string_view),
                        List&& list, KeyOf&& key_of, Write&& write) {
  Query query(request);
  const std::size_t limit = query.limit();
  const std::string after = query.text("after", valid, kNameExpected);
  if (auto wrong = query.problems()) return *std::move(wrong);
  return with_view(context, [&](const Reader& view) {
    Page page(limit);
    // Two more than the page holds: `after` itself, and one to see whether there is a next page.
    for (const auto& row : list(view, after, limit + 2)) {
      const std::string key(key_of(row));
      if (key == after && !after.empty()) continue;
      if (page.full()) break;
      page.add(key, [&](wire::JsonWriter& json) { write(json, row); });
    }
    return page.finish();
  });
}

template <typename Row, typename Write>
Response one_row(const std::optional<Row>& row, std::string_view what, std::string_view name,
                 Write&& write) {
  if (!row) {
    return not_found("There is no " + std::string(what) + " " + std::string(name) + ".");
  }
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) { write(json, *row); });
  return response;
}

Response list_items(Context& context, const Request& request, std::string_view) {
  return catalogue_page(
      context, request, wire::is_name,
      [](const Reader& view, std::string_view from, std::size_t limit) {
        return gateway::list_items(view, from, limit);
      },
      [](const Item& item) { return item.sku.view(); }, write_item);
}

Response list_suppliers(Context& context, const Request& request, std::string_view) {
  return catalogue_page(
      context, request, wire::is_name,
      [](const Reader& view, std::string_view from, std::size_t limit) {
        return gateway::list_suppliers(view, from, limit);
      },
      [](const Supplier& supplier) -> std::string_view { return supplier.id; }, write_supplier);
}

Response list_locations(Context& context, const Request& request, std::string_view) {
  return catalogue_page(
      context, request, wire::is_location,
      [](const Reader& view, std::string_view from, std::size_t limit) {
        return gateway::list_locations(view, from, limit);
      },
      [](const LocationRow& row) -> std::string_view { return row.location; }, write_location);
}

Response show_item(Context& context, const Request& request, std::string_view name) {
  Query query(request);
  if (auto wrong = query.problems()) return *std::move(wrong);
  return with_view(context, [&](const Reader& view) {
    return one_row(find_item(view, name), "item", name, write_item);
  });
}

Response show_supplier(Context& context, const Request& request, std::string_view name) {
  Query query(request);
  if (auto wrong = query.problems()) return *std::move(wrong);
  return with_view(context, [&](const Reader& view) {
    return one_row(find_supplier(view, name), "supplier", name, write_supplier);
  });
}

constexpr auto kCatalogueReading = std::to_array<Route>({
    {"GET", "/api/v1/items", 0, list_items},
    {"GET", "/api/v1/items/*", 0, show_item},
    {"GET", "/api/v1/suppliers", 0, list_suppliers},
    {"GET", "/api/v1/suppliers/*", 0, show_supplier},
    {"GET", "/api/v1/locations", 0, list_locations},
});

}  // namespace

std::span<const Route> catalogue_reading() {
  return kCatalogueReading;
}

}  // namespace gateway::http
