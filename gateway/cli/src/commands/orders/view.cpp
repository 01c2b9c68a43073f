// SPDX-License-Identifier: MIT
#include "commands/orders/view.h"

#include "gateway/cli/text.h"
#include "gateway/orders/invoice.h"
#include "lib/cells.h"
#include "lib/paragraphs.h"
#include "lib/session.h"

namespace gateway::cli {
namespace {

using json::Value;

Style style_of(const std::string& state) {
  if (state == "confirmed" || state == "shipped") return Style::kGood;
  if (state == "partly_confirmed" || state == "backordered") return Style::kWarning;
  if (state == "rejected") return Style::kBad;
  if (state == "cancelled") return Style::kDim;
  return Style::kPlain;
}

Cell state_cell(const Value& order) {
  const std::string state = text_field(order, "state");
  return {state, style_of(state)};
}

std::string price_text(const Value& line, const std::string& currency) {
  const Value* const price = line.find("price_minor");
  if (price == nullptr || !price->as_int()) return {};
  return format_amount(*price->as_int(), currency);
}

/// "4 at MAIN/A-01" for every bin that holds some of the line.
std::vector<std::string> places_of(const Value& order, const std::string& sku) {
  std::vector<std::string> places;
  for (const Value& held : list_field(order, "reservations")) {
    if (text_field(held, "sku") != sku) continue;
    places.push_back(any_field(held, "qty") + " at " + text_field(held, "loc"));
  }
  return places;
}

void add_line(Table& table, const Value& order, const Value& line) {
  const std::vector<std::string> places = places_of(order, text_field(line, "sku"));
  table.add({text_cell(line, "sku"),
             text_cell(line, "name"),
             text_cell(line, "unit"),
             text_cell(line, "qty"),
             text_cell(line, "confirmed"),
             text_cell(line, "picked"),
             optional_cell(line, "backordered"),
             {price_text(line, text_field(order, "currency"))},
             {places.empty() ? "" : places.front()}});
  for (std::size_t i = 1; i < places.size(); ++i) {
    table.add({{}, {}, {}, {}, {}, {}, {}, {}, {places[i]}});
  }
}

void print_lines(Terminal& terminal, const Value& order) {
  Table table(terminal, {text_column("SKU"), wide_column("NAME", 2), text_column("UNIT", 5),
                         number_column("QTY"), number_column("CONFIRMED", 1),
                         number_column("PICKED", 4), optional_column("BACKORDERED", 3),
                         optional_column("PRICE", 6), text_column("PICK FROM")});
  for (const Value& line : list_field(order, "lines")) add_line(table, order, line);
  table.finish();
}

void print_customer(Terminal& terminal, const Value& order) {
  const Value& customer = customer_of(order);
  const std::string email = text_field(customer, "email");
  std::string who = text_field(customer, "name");
  if (!email.empty()) who += who.empty() ? email : " <" + email + ">";
  print_labelled(terminal, "customer", who.empty() ? "not named" : who);
  std::string label = "address";
  std::string rest = text_field(customer, "address");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    print_labelled(terminal, label, rest.substr(0, end));
    rest.erase(0, end + 1);
    label.clear();
  }
}

void print_head(Terminal& terminal, const Value& order) {
  print_title(terminal, "Order " + text_field(order, "order"));
  const Cell state = state_cell(order);
  print_labelled(terminal, "state", state.text, state.style);
  const std::string reason = text_field(order, "reason");
  if (!reason.empty()) print_labelled(terminal, "reason", reason);
  const std::string stage = text_field(order, "waits_for");
  if (!stage.empty()) print_labelled(terminal, "waits for", stage, Style::kWarning);
  print_customer(terminal, order);
  print_labelled(terminal, "policy", text_field(order, "policy"));
  const std::string invoice = text_field(order, "invoice");
  const Cell total = money_cell(order, "total_minor");
  print_labelled(terminal, "invoice", invoice.empty() ? "none" : invoice + ", " + total.text);
  print_labelled(terminal, "received", local_time(int_field(order, "created_ms")));
  print_labelled(terminal, "changed", local_time(int_field(order, "at_ms")));
  const std::int64_t expires_ms = int_field(order, "expires_ms");
  if (expires_ms != 0) print_labelled(terminal, "reserved until", local_time(expires_ms));
}

void print_history(Terminal& terminal, const Value& order) {
  print_title(terminal, "History");
  for (const Value& step : list_field(order, "history")) {
    print_labelled(terminal, local_time(int_field(step, "at_ms")),
                   text_field(step, "stage") + ": " + text_field(step, "text"));
  }
}

}  // namespace

View orders_view() {
  return {{text_column("ORDER"), text_column("STATE"), wide_column("CUSTOMER", 3),
           number_column("LINES", 6), number_column("QTY", 5), number_column("TOTAL", 2),
           text_column("INVOICE", 7), wide_column("REASON", 1), text_column("RECEIVED", 4)},
          [](const Value& row) -> Row {
            std::int64_t qty = 0;
            const json::Array& lines = list_field(row, "lines");
            for (const Value& line : lines) qty += int_field(line, "qty");
            return {text_cell(row, "order"),
                    state_cell(row),
                    {customer_name(row)},
                    {std::to_string(lines.size())},
                    {std::to_string(qty)},
                    money_cell(row, "total_minor", !text_field(row, "invoice").empty()),
                    text_cell(row, "invoice"),
                    text_cell(row, "reason"),
                    time_cell(row, "created_ms")};
          },
          "No orders."};
}

void print_order(Terminal& terminal, const Value& order) {
  print_head(terminal, order);
  terminal.out << '\n';
  print_lines(terminal, order);
  terminal.out << '\n';
  print_history(terminal, order);
}

}  // namespace gateway::cli
