// SPDX-License-Identifier: MIT
#include "resources/lists.h"

#include "gateway/catalogue.h"
#include "gateway/purchase.h"
#include "gateway/tasks.h"
#include "resources/rows.h"
#include "toolkit/numbered_page.h"

namespace gateway::http {
namespace {

constexpr const char* kNameExpected = "a name as the page before gave it under next";

/// A page of rows that the catalogue lists by name: `list(view, from, limit)`.
template <typename List, typename KeyOf, typename Write>
Response catalogue_page(Context& context, const Request& request, bool (*valid)(std::string_view),
                        List&& list, KeyOf&& key_of, Write&& write) {
  Query query(request);
  const std::size_t limit = query.limit();
  const std::string after = query.text("after", valid, kNameExpected);
  if (auto wrong = query.problems()) return *std::move(wrong);
  return with_view(context, [&](const Reader& view) {
    Page page(limit);
    // Two more than the page holds: `after` itself, and whether there is a next.
    for (const auto& row : list(view, after, limit + 2)) {
      const std::string key(key_of(row));
      if (key == after && !after.empty()) continue;
      if (page.full()) break;
      page.add(key, [&](wire::JsonWriter& json) { write(json, row); });
    }
    return page.finish();
  });
}

/// The filter `open=true`.
template <typename Row, bool (*is_open)(const Row&)>
Wanted<Row> only_open(Query& query) {
  const std::string open = query.text(
      "open", [](std::string_view text) { return text == "true"; }, "true");
  return open.empty() ? Wanted<Row>() : Wanted<Row>(is_open);
}

bool waits(const Exception& exception) {
  return exception.state == TaskState::kOpen;
}

bool is_expected(const PurchaseOrder& order) {
  return !order.closed();
}

template <typename Row, typename Write>
Response one_row(const std::optional<Row>& row, std::string_view what, std::string_view name,
                 Write&& write) {
  if (!row) {
    return not_found("There is no " + std::string(what) + " " + std::string(name) + ".");
  }
  Response response;
  response.body = json_text(kRowBytesMax, [&](wire::JsonWriter& json) { write(json, *row); });
  return response;
}

}  // namespace

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

Response list_exceptions(Context& context, const Request& request, std::string_view) {
  return numbered_page<Exception>(
      context, request, only_open<Exception, waits>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_exceptions(view, from, [&](const Exception& row) { return visit(row.id, row); });
      },
      without_view(write_exception));
}

Response list_incidents(Context& context, const Request& request, std::string_view) {
  return numbered_page<Incident>(
      context, request, every_row<Incident>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_incidents(view, from, [&](const Incident& row) { return visit(row.id, row); });
      },
      without_view(write_incident));
}

Response list_purchases(Context& context, const Request& request, std::string_view) {
  return numbered_page<PurchaseOrder>(
      context, request, only_open<PurchaseOrder, is_expected>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_purchases(view, from,
                       [&](const PurchaseOrder& row) { return visit(row.number, row); });
      },
      write_purchase);
}

Response list_outbox(Context& context, const Request& request, std::string_view) {
  return numbered_page<OutboxRow>(
      context, request, every_row<OutboxRow>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_outbox(view, from, [&](const OutboxRow& row) { return visit(row.id, row); });
      },
      without_view(write_outbox));
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

namespace {

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

}  // namespace

Response show_purchase(Context& context, const Request& request, std::string_view name) {
  return with_purchase(context, request, name, [](const Reader& view, const PurchaseOrder& order) {
    Response response;
    response.body =
        json_text(kRowBytesMax, [&](wire::JsonWriter& json) { write_purchase(json, order, view); });
    return response;
  });
}

Response show_purchase_why(Context& context, const Request& request, std::string_view name) {
  return with_purchase(context, request, name, [](const Reader& view, const PurchaseOrder& order) {
    Response response;
    response.body = json_text(purchase_why_bytes_max(order), [&](wire::JsonWriter& json) {
      write_purchase_why(json, order, view);
    });
    return response;
  });
}

}  // namespace gateway::http
