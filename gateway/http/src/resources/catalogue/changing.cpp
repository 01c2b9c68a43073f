// SPDX-License-Identifier: MIT
// PUT, PATCH, DELETE: items, suppliers and locations.
#include <algorithm>
#include <array>

#include "gateway/catalogue/csv.h"
#include "gateway/http/limits.h"
#include "resources/catalogue/routes.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"

namespace gateway::http {
namespace {

using Columns = std::vector<std::pair<std::string, std::string>>;

Response submit_change(Context& context, Command command) {
  const auto outcome =
      ask_writer(context.inbox, std::move(command), context.settings.answer_timeout_ms);
  return outcome ? answer_change(*outcome, "changed") : outcome.error();
}

bool names(const Columns& columns, std::string_view name) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const auto& column) { return column.first == name; });
}

/// The key column may be repeated in the body with the value that is in the path.
void drop_key_column(Body& body, Columns& columns, const std::string& key, std::string_view name) {
  std::erase_if(columns, [&](const auto& column) {
    if (column.first == key && column.second != name) {
      body.refuse(key, "differs from the address");
    }
    return column.first == key;
  });
}

/// For replacing: adds every other column with an empty text, which means its default.
void add_missing(Columns& columns, const NamedValues& all, const std::string& key) {
  for (const auto& [column, value] : all) {
    if (column != key && !names(columns, column)) columns.emplace_back(column, "");
  }
}

/// GET shows the state. A change makes the item active, whether it says so or not.
void drop_state_column(Body& body, Columns& columns) {
  std::erase_if(columns, [&body](const auto& column) {
    if (column.first != "state") return false;
    if (column.second != "active") {
      body.refuse("state", "can only be set to active: to phase an item out, remove it");
    }
    return true;
  });
}

Response change_item(Context& context, const Request& request, std::string_view name,
                     bool replace) {
  auto body = Body::read(request);
  if (!body) return body.error();
  const auto sku = wire::Sku::from(name);
  if (!sku || !wire::is_name(name)) return not_found("This is not a valid SKU.");
  Columns columns = body->columns();
  drop_key_column(*body, columns, "sku", name);
  drop_state_column(*body, columns);
  if (replace) add_missing(columns, item_columns(Item{}), "sku");
  if (auto wrong = body->problems()) return *std::move(wrong);
  return submit_change(context,
                       ChangeItems{{{.line = 0, .sku = *sku, .columns = std::move(columns)}}});
}

Response change_supplier(Context& context, const Request& request, std::string_view name,
                         bool replace) {
  auto body = Body::read(request);
  if (!body) return body.error();
  if (!wire::is_name(name)) return not_found("This is not a valid supplier id.");
  Columns columns = body->columns();
  drop_key_column(*body, columns, "id", name);
  if (replace) add_missing(columns, supplier_columns(Supplier{}), "id");
  if (auto wrong = body->problems()) return *std::move(wrong);
  return submit_change(
      context,
      ChangeSuppliers{{{.line = 0, .id = std::string(name), .columns = std::move(columns)}}});
}

/// The body has the columns of the CSV. PUT makes or replaces: columns that are not given get
/// their defaults. PATCH changes the columns that are given, of something that exists.
Response put_item(Context& context, const Request& request, std::string_view name) {
  return change_item(context, request, name, true);
}

Response patch_item(Context& context, const Request& request, std::string_view name) {
  const auto item = read_view(context, [&](const Reader& view) { return find_item(view, name); });
  if (!item) return item.error();
  if (!*item) return not_found("There is no item " + std::string(name) + ".");
  return change_item(context, request, name, false);
}

/// Sets the item's state to phase-out; its history stays.
Response delete_item(Context& context, const Request&, std::string_view name) {
  const auto sku = wire::Sku::from(name);
  if (!sku || !wire::is_name(name)) return not_found("This is not a valid SKU.");
  return submit_change(context, RemoveItem{*sku});
}

Response put_supplier(Context& context, const Request& request, std::string_view name) {
  return change_supplier(context, request, name, true);
}

Response patch_supplier(Context& context, const Request& request, std::string_view name) {
  const auto supplier =
      read_view(context, [&](const Reader& view) { return find_supplier(view, name); });
  if (!supplier) return supplier.error();
  if (!*supplier) return not_found("There is no supplier " + std::string(name) + ".");
  return change_supplier(context, request, name, false);
}

/// {"policy":"forbid|flag|allow"}; PATCH does the same.
Response put_location(Context& context, const Request& request, std::string_view name) {
  auto body = Body::read(request);
  if (!body) return body.error();
  const auto location = wire::Location::from(name);
  if (!location || !wire::is_location(name)) {
    return not_found("A location is one to four names joined with '/', such as MAIN/A-01.");
  }
  const auto policy = parse_negative_stock(body->string("policy"));
  if (!policy) body->refuse("policy", "must be forbid, flag or allow");
  if (auto wrong = body->problems()) return *std::move(wrong);
  return submit_change(context, SetLocation{.location = *location, .policy = *policy});
}

constexpr auto kCatalogueChanging = std::to_array<Route>({
    {"PUT", "/api/v1/items/*", kBodyBytesMax, put_item},
    {"PATCH", "/api/v1/items/*", kBodyBytesMax, patch_item},
    {"DELETE", "/api/v1/items/*", 0, delete_item},
    {"PUT", "/api/v1/suppliers/*", kBodyBytesMax, put_supplier},
    {"PATCH", "/api/v1/suppliers/*", kBodyBytesMax, patch_supplier},
    {"PUT", "/api/v1/locations/*", kBodyBytesMax, put_location},
    {"PATCH", "/api/v1/locations/*", kBodyBytesMax, put_location},
});

}  // namespace

std::span<const Route> catalogue_changing() {
  return kCatalogueChanging;
}

}  // namespace gateway::http
