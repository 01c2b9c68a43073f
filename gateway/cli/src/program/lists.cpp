// SPDX-License-Identifier: MIT
#include "program/lists.h"

#include <cassert>
#include <map>

#include "commands/catalogue/view.h"
#include "commands/invoices/view.h"
#include "commands/orders/view.h"
#include "commands/purchases/view.h"
#include "commands/tasks/view.h"
#include "lib/listing.h"

namespace gateway::cli {
namespace {

using MakeView = View (*)();

/// `kind` as in the API's addresses.
View view_of(std::string_view kind) {
  static const std::map<std::string_view, MakeView> kViews = {
      {"items", items_view},         {"suppliers", suppliers_view},
      {"locations", locations_view}, {"exceptions", exceptions_view},
      {"incidents", incidents_view}, {"purchase-orders", purchases_view},
      {"outbox", outbox_view},       {"orders", orders_view},
      {"invoices", invoices_view},
  };
  const auto found = kViews.find(kind);
  assert(found != kViews.end());
  return found->second();
}

}  // namespace

int show_list(const Session& session, const List& list) {
  std::string filter;
  add_filter(filter, "open", list.open ? "true" : "");
  add_filter(filter, "state", list.state);
  const int code = print_list(session, list.kind, filter, view_of(list.kind));
  const bool with_incidents = list.kind == "exceptions" && !session.options.json && code == 0;
  if (!with_incidents) return code;
  // Incidents wait for a person too; shown only where there are any.
  const View view = incidents_view();
  Table table(session.terminal, view.columns);
  bool any = false;
  const auto done = session.api.each_page("/api/v1/incidents", [&](const json::Array& rows) {
    if (!any && !rows.empty()) session.terminal.out << "\nIncidents with scanners:\n";
    any = any || !rows.empty();
    for (const json::Value& row : rows) table.add(view.to_row(row));
    table.flush();
  });
  table.finish();
  return done ? 0 : report(session.terminal, done.error());
}

int show_one(const Session& session, const Show& show) {
  const auto object = session.api.get("/api/v1/" + show.kind + "/" + percent_encoded(show.name));
  if (!object) return report(session.terminal, object.error());
  if (session.options.json) {
    session.terminal.out << to_json(*object) << '\n';
    return 0;
  }
  if (object->as_object() == nullptr) return report(session.terminal, {"The answer is no object."});
  if (show.kind == "purchase-orders") {
    print_purchase(session.terminal, *object);
  } else if (show.kind == "orders") {
    print_order(session.terminal, *object);
  } else {
    print_fields(session, *object);
  }
  return 0;
}

}  // namespace gateway::cli
