// SPDX-License-Identifier: MIT
#include "lib/listing.h"

#include "gateway/cli/text.h"

namespace gateway::cli {
namespace {

/// Prints `[`, one object per line, `]`.
Answer<json::Value> print_json(const Session& session, const std::string& target) {
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

/// Counts the rows printed; returns the last page, or why not.
Answer<json::Value> print_table(const Session& session, const std::string& target, const View& view,
                                std::size_t& count) {
  Table table(session.terminal, view.columns);
  auto done = session.api.each_page(target, [&](const json::Array& rows) {
    for (const json::Value& row : rows) table.add(view.to_row(row));
    count += rows.size();
    table.flush();
  });
  if (done) table.finish();
  return done;
}

void print_below(const Session& session, const View& view, const json::Value& page) {
  if (view.below == nullptr || session.options.quiet) return;
  const std::string text = printable(view.below(page));
  if (text.empty()) return;
  for (const std::string& line : wrapped(text, session.terminal.columns)) {
    session.terminal.out << line << '\n';
  }
}

}  // namespace

void add_filter(std::string& query, const char* name, const std::string& value) {
  if (value.empty()) return;
  query += (query.empty() ? "?" : "&") + std::string(name) + '=' + percent_encoded(value);
}

int print_list(const Session& session, const std::string& kind, const std::string& query,
               const View& view) {
  const std::string target = "/api/v1/" + kind + query;
  if (session.options.json) {
    const auto done = print_json(session, target);
    return done ? 0 : report(session, done.error());
  }
  std::size_t count = 0;
  const auto last = print_table(session, target, view, count);
  if (!last) return report(session, last.error());
  if (count == 0 && !session.options.quiet) session.terminal.out << view.when_empty << '\n';
  print_below(session, view, *last);
  return 0;
}

void print_fields(Terminal& terminal, const json::Value& object) {
  Table table(terminal, {{.title = "FIELD"}, {.title = "VALUE"}});
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

int show_one(const Session& session, const std::string& target, Print print) {
  Terminal& terminal = session.terminal;
  const auto object = session.api.get(target);
  if (!object) return report(session, object.error());
  if (session.options.json) {
    terminal.out << to_json(*object) << '\n';
    return 0;
  }
  if (object->as_object() == nullptr) return report(session, {"The answer is no object."});
  print(terminal, *object);
  return 0;
}

void add_list(const Grammar& parent, const std::string& kind, const std::string& what,
              View (*view)()) {
  parent.add("list", what).on_parsed([kind, view](const Session& session) {
    return print_list(session, kind, {}, view());
  });
}

void add_show(const Grammar& parent, const std::string& kind, const std::string& type,
              const std::string& what, const std::string& examples, Print print) {
  const auto name = std::make_shared<std::string>();
  const Grammar command = parent.add("show", what, examples);
  command.argument(type, *name, "Which one");
  command.on_parsed([kind, name, print](const Session& session) {
    return show_one(session, "/api/v1/" + kind + "/" + percent_encoded(*name), print);
  });
}

}  // namespace gateway::cli
