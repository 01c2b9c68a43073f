// SPDX-License-Identifier: MIT
#include "commands/purchases/view.h"

#include "gateway/cli/text.h"
#include "lib/cells.h"
#include "lib/paragraphs.h"
#include "lib/session.h"

namespace gateway::cli {
namespace {

using json::Value;

/// "waits (outbox 3, to o@acme.example)", with the server's last answer if it failed.
Cell delivery_cell(const Value& row) {
  const std::string as = "outbox " + any_field(row, "id") + ", to " + text_field(row, "to");
  const std::string state = text_field(row, "state");
  const std::string error = text_field(row, "error");
  if (state == "failed") return {"failed (" + as + "): " + error, Style::kBad};
  if (error.empty()) return {"waits (" + as + ")"};
  const std::int64_t attempts = int_field(row, "attempts");
  const std::string tried = attempts == 1 ? "once" : std::to_string(attempts) + " times";
  return {"waits (" + as + "), tried " + tried + ": " + error, Style::kWarning};
}

void add_delivery(Table& table, const Value& order, const char* key) {
  const Value* const row = order.find(key);
  if (row != nullptr && !row->is_null()) table.add({{key}, delivery_cell(*row)});
}

std::string with_default(const Value& line, const std::string& key, const char* note) {
  return any_field(line, key) + (bool_field(line, key + "_default") ? note : "");
}

/// "entry 812: pick 5 from MAIN/A-01 by JANE (scan-07), 2026-03-01 14:05:09"
std::string crossed_text(const Value& line) {
  const Value* const entry = line.find("crossed");
  const std::string order = text_field(line, "order");
  const bool moved = entry != nullptr && !entry->is_null();
  if (!moved) return order.empty() ? "found by the sweep" : "order " + order + " of a customer";
  std::string text = "entry " + any_field(*entry, "seq") + ": " + text_field(*entry, "op") + ' ' +
                     any_field(*entry, "qty");
  const std::string from = text_field(*entry, "from");
  const std::string to = text_field(*entry, "to");
  const std::string by = text_field(*entry, "by");
  if (!from.empty()) text += " from " + from;
  if (!to.empty()) text += " to " + to;
  if (!by.empty()) text += " by " + by;
  return text + " (" + source_text(*entry) + "), " + local_time(int_field(*entry, "at_ms"));
}

std::string ordered_text(const Value& line) {
  std::string text = any_field(line, "qty") + ' ' + text_field(line, "unit");
  const std::int64_t received = int_field(line, "received");
  if (received != 0) text += ", " + std::to_string(received) + " received";
  return text;
}

void print_why_line(Terminal& terminal, const Value& line) {
  terminal.out << '\n';
  print_title(terminal, text_field(line, "sku") + ": " + text_field(line, "name"));
  print_paragraph(terminal, text_field(line, "explanation"));
  print_labelled(terminal, "ordered", ordered_text(line));
  print_labelled(terminal, "on hand", any_field(line, "on_hand"));
  print_labelled(terminal, "reserved", any_field(line, "reserved"));
  print_labelled(terminal, "backordered", any_field(line, "backordered"));
  print_labelled(terminal, "on order", any_field(line, "on_order"));
  print_labelled(terminal, "threshold", with_default(line, "threshold", " (default)"));
  print_labelled(terminal, "order up to", with_default(line, "order_up_to", " (2 x threshold)"));
  print_labelled(terminal, "smallest order", any_field(line, "moq"));
  print_labelled(terminal, "in packs of", any_field(line, "pack_multiple"));
  print_labelled(terminal, "decided", local_time(int_field(line, "decided_ms")));
  print_labelled(terminal, "because of", crossed_text(line));
}

std::int64_t missing_of(const Value& line) {
  return int_field(line, "qty") - int_field(line, "received");
}

View purchase_lines_view() {
  return {{text_column("SKU"), wide_column("NAME"), text_column("UNIT", 1), number_column("QTY"),
           number_column("RECEIVED"), text_column("REST")},
          [](const Value& row) -> Row {
            const std::int64_t open = missing_of(row);
            Cell rest{"complete", Style::kGood};
            if (open > 0) rest = {std::to_string(open) + " missing"};
            if (open < 0) rest = {std::to_string(-open) + " too many", Style::kWarning};
            return {text_cell(row, "sku"), text_cell(row, "name"),     text_cell(row, "unit"),
                    text_cell(row, "qty"), text_cell(row, "received"), rest};
          },
          "No lines."};
}

/// Of an order whose number alone is known.
Row unknown_purchase(const Value& row) {
  const std::string state = "unknown, restored on " + time_cell(row, "at_ms").text;
  return {text_cell(row, "po"), {}, {}, Cell{state, Style::kWarning}, {}, {}, {}, {}};
}

/// True: it is such an order.
bool print_unknown(Terminal& terminal, const Value& order) {
  if (text_field(order, "state") != "unknown") return false;
  terminal.out << printable(text_field(order, "po"))
               << " is unknown: it was given out before the store was restored, or left out, so "
                  "nothing is known of its goods.\n";
  return true;
}

}  // namespace

View purchases_view() {
  return {{text_column("PO"), text_column("SUPPLIER"), text_column("WAREHOUSE", 2),
           text_column("STATE"), number_column("LINES", 3), number_column("QTY"),
           number_column("RECEIVED", 1), text_column("CHANGED", 4)},
          [](const Value& row) -> Row {
            if (text_field(row, "state") == "unknown") return unknown_purchase(row);
            std::int64_t qty = 0;
            std::int64_t received = 0;
            const json::Array& lines = list_field(row, "lines");
            for (const Value& line : lines) {
              qty += int_field(line, "qty");
              received += int_field(line, "received");
            }
            return {text_cell(row, "po"),           text_cell(row, "supplier"),
                    text_cell(row, "warehouse"),    state_cell(row, "state"),
                    {std::to_string(lines.size())}, {std::to_string(qty)},
                    {std::to_string(received)},     time_cell(row, "at_ms")};
          },
          "No purchase orders."};
}

void print_purchase(Terminal& terminal, const Value& order) {
  if (print_unknown(terminal, order)) return;
  Table table(terminal, {{.title = "FIELD"}, {.title = "VALUE"}});
  for (const char* key : {"po", "supplier", "warehouse", "state"}) {
    table.add({{key}, {text_field(order, key)}});
  }
  const std::string why = text_field(order, "why");
  if (!why.empty()) table.add({{"why"}, {why}});
  table.add({{"created"}, {local_time(int_field(order, "created_ms"))}});
  table.add({{"sent"}, {local_time(int_field(order, "sent_ms"))}});
  table.add({{"changed"}, {local_time(int_field(order, "at_ms"))}});
  add_delivery(table, order, "mail");
  add_delivery(table, order, "post");
  table.finish();
  terminal.out << '\n';
  const View view = purchase_lines_view();
  Table lines(terminal, view.columns);
  const bool cancelled = text_field(order, "state") == "cancelled";
  for (const Value& line : list_field(order, "lines")) {
    Row row = view.to_row(line);
    if (cancelled && missing_of(line) > 0) row.back() = {};  // nothing more is expected
    lines.add(std::move(row));
  }
  lines.finish();
}

void print_why(Terminal& terminal, const Value& answer) {
  if (print_unknown(terminal, answer)) return;
  print_title(terminal, text_field(answer, "po") + " to " + text_field(answer, "supplier") +
                            " for " + text_field(answer, "warehouse") + ", " +
                            text_field(answer, "state"));
  for (const Value& line : list_field(answer, "lines")) print_why_line(terminal, line);
}

}  // namespace gateway::cli
