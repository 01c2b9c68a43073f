// SPDX-License-Identifier: MIT
#include "lists.h"

#include <chrono>
#include <thread>

#include "commands/orders/view.h"
#include "commands/purchases/view.h"
#include "gateway/cli/text.h"
#include "views.h"

namespace gateway::cli {
namespace {

constexpr std::chrono::milliseconds kFollowPause{500};

void add_filter(std::string& query, const char* name, const std::string& value) {
  if (value.empty()) return;
  query += (query.empty() ? "?" : "&") + std::string(name) + '=' + percent_encoded(value);
}

/// `[`, one object a line, `]`.
Answer<void> print_json(const Session& session, const std::string& target) {
  std::ostream& out = session.terminal.out;
  const char* before = "[\n";
  auto done = session.api.each_page(target, [&](const json::Array& rows) {
    for (const json::Value& row : rows) {
      out << before << to_json(row);
      before = ",\n";
    }
  });
  if (done) out << (before[0] == '[' ? "[]\n" : "\n]\n");
  return done;
}

/// Rows printed, or why not.
Answer<std::size_t> print_table(const Session& session, const std::string& target,
                                const View& view) {
  Table table(session.terminal, view.columns);
  std::size_t count = 0;
  const auto done = session.api.each_page(target, [&](const json::Array& rows) {
    for (const json::Value& row : rows) table.add(view.to_row(row));
    count += rows.size();
    table.flush();
  });
  if (!done) return tl::unexpected(done.error());
  table.finish();
  return count;
}

int print_list(const Session& session, const std::string& kind, const std::string& query) {
  const std::string target = "/api/v1/" + kind + query;
  if (session.options.json) {
    const auto done = print_json(session, target);
    return done ? 0 : report(session.terminal, done.error());
  }
  const View& view = view_of(kind);
  const auto count = print_table(session, target, view);
  if (!count) return report(session.terminal, count.error());
  if (*count == 0 && !session.options.quiet) session.terminal.out << view.when_empty << '\n';
  return 0;
}

/// Prints new entries as they come, until the gateway is gone.
int follow(const Session& session, const std::string& filter, std::uint64_t since) {
  const View& view = view_of("ledger");
  Table table(session.terminal, view.columns);
  for (;;) {
    const std::string target =
        "/api/v1/ledger" + filter + (filter.empty() ? "?" : "&") + "since=" + std::to_string(since);
    const auto done = session.api.each_page(target, [&](const json::Array& rows) {
      for (const json::Value& row : rows) {
        since = static_cast<std::uint64_t>(int_field(row, "seq")) + 1;
        if (session.options.json) {
          session.terminal.out << to_json(row) << '\n';
        } else {
          table.add(view.to_row(row));
        }
      }
      table.flush();
      session.terminal.out.flush();
    });
    if (!done) return report(session.terminal, done.error());
    if (!session.terminal.out) return 1;  // nobody reads any more
    std::this_thread::sleep_for(kFollowPause);
  }
}

/// The keys of one object, one a line.
void print_fields(const Session& session, const json::Value& object) {
  Table table(session.terminal, {{.title = "FIELD"}, {.title = "VALUE"}});
  for (const auto& [key, value] : *object.as_object()) {
    if (value.as_array() != nullptr) continue;
    if (key.ends_with("_ms")) {
      table.add({{key.substr(0, key.size() - 3)}, {local_time(int_field(object, key))}});
    } else {
      table.add({{key}, {any_field(object, key)}});
    }
  }
  table.finish();
}

}  // namespace

int show_stock(const Session& session, const StockQuery& query) {
  std::string filter;
  add_filter(filter, "sku", query.sku);
  add_filter(filter, "location", query.location);
  if (!query.sku.empty() && !session.options.json) {
    // To a person an empty list and a misspelt name must not look the same.
    const auto item = session.api.get("/api/v1/items/" + percent_encoded(query.sku));
    if (!item) return report(session.terminal, item.error());
  }
  return print_list(session, "stock", filter);
}

int show_ledger(const Session& session, const LedgerQuery& query) {
  std::string filter;
  add_filter(filter, "sku", query.sku);
  add_filter(filter, "location", query.location);
  if (query.follow) return follow(session, filter, query.since);
  add_filter(filter, "since", std::to_string(query.since));
  return print_list(session, "ledger", filter);
}

int show_list(const Session& session, const List& list) {
  std::string filter;
  add_filter(filter, "open", list.open ? "true" : "");
  add_filter(filter, "state", list.state);
  const int code = print_list(session, list.kind, filter);
  const bool with_incidents = list.kind == "exceptions" && !session.options.json && code == 0;
  if (!with_incidents) return code;
  // Incidents wait for a person too; shown only where there are any.
  const View& view = view_of("incidents");
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

int show_why(const Session& session, const PurchaseWhy& question) {
  const auto answer =
      session.api.get("/api/v1/purchase-orders/" + percent_encoded(question.po) + "/why");
  if (!answer) return report(session.terminal, answer.error());
  if (session.options.json) {
    session.terminal.out << to_json(*answer) << '\n';
  } else {
    print_why(session.terminal, *answer);
  }
  return 0;
}

}  // namespace gateway::cli
