// SPDX-License-Identifier: MIT
#include "views.h"

#include <cassert>
#include <map>

#include "commands/orders/view.h"
#include "lib/cells.h"
#include "lib/session.h"

namespace gateway::cli {
namespace {

using json::Value;

/// A field whose words mean that all is well, or that somebody has to look.
Cell state_cell(const Value& row, std::string_view key) {
  const std::string word = text_field(row, key);
  if (word == "open" || word == "failed") return {word, Style::kBad};
  if (word == "proposed" || word == "maybe_sent") return {word, Style::kWarning};
  if (word == "received" || word == "sent" || word == "confirmed") return {word, Style::kGood};
  for (const char* done : {"phase_out", "withdrawn", "settled", "dismissed", "cancelled"}) {
    if (word == done) return {word, Style::kDim};
  }
  return {word};
}

View stock_view() {
  return {{text_column("SKU"), wide_column("NAME", 3), text_column("PLACE"),
           number_column("ON HAND"), number_column("RESERVED", 4), number_column("AVAILABLE", 1),
           number_column("ON ORDER", 2), seldom_column("BACKORDERED", 5)},
          [](const Value& row) -> Row {
            return {text_cell(row, "sku"),      text_cell(row, "name"),
                    text_cell(row, "loc"),      figure_cell(row, "on_hand"),
                    text_cell(row, "reserved"), figure_cell(row, "available"),
                    text_cell(row, "on_order"), seldom_cell(row, "backordered")};
          },
          "No stock."};
}

View ledger_view() {
  return {
      {number_column("SEQ"), text_column("WHEN", 2), text_column("OPERATION"), text_column("SKU"),
       number_column("QTY"), text_column("FROM"), text_column("TO"), wide_column("REF", 4),
       wide_column("LOT", 5), text_column("BY", 6), text_column("SCANNER", 3)},
      [](const Value& row) -> Row {
        return {text_cell(row, "seq"), time_cell(row, "at_ms"), text_cell(row, "op"),
                text_cell(row, "sku"), text_cell(row, "qty"),   text_cell(row, "from"),
                text_cell(row, "to"),  text_cell(row, "ref"),   text_cell(row, "lot"),
                text_cell(row, "by"),  Cell{source_text(row)}};
      },
      "No movements."};
}

View items_view() {
  return {{text_column("SKU"), wide_column("NAME"), text_column("UNIT", 5),
           text_column("SUPPLIER", 2), number_column("THRESHOLD"), number_column("ORDER UP TO", 3),
           number_column("LEAD DAYS", 4), text_column("REORDER", 6), text_column("STATE", 1)},
          [](const Value& row) -> Row {
            return {text_cell(row, "sku"),
                    text_cell(row, "name"),
                    text_cell(row, "unit"),
                    text_cell(row, "supplier"),
                    text_cell(row, "threshold"),
                    text_cell(row, "order_up_to"),
                    text_cell(row, "lead_time_days"),
                    text_cell(row, "low_stock_flag"),
                    state_cell(row, "state")};
          },
          "The catalogue is empty. Fill it with `shelfctl item import FILE.csv`."};
}

View suppliers_view() {
  return {{text_column("ID"), wide_column("NAME"), wide_column("EMAIL"),
           number_column("LEAD DAYS", 1), text_column("CURRENCY", 3), text_column("LANGUAGE", 2)},
          [](const Value& row) -> Row {
            return {text_cell(row, "id"),       text_cell(row, "name"),
                    text_cell(row, "email"),    text_cell(row, "lead_time_days"),
                    text_cell(row, "currency"), text_cell(row, "language")};
          },
          "No suppliers. Add them with `shelfctl supplier import FILE.csv`."};
}

View locations_view() {
  return {{text_column("PLACE"), text_column("POLICY")},
          [](const Value& row) -> Row {
            return {text_cell(row, "loc"), text_cell(row, "policy")};
          },
          "No places yet: each comes into being when it is first used."};
}

/// "entry 812, by JANE", "by JANE: scanned by mistake"; empty for what still waits.
std::string closing_text(const Value& row) {
  const std::int64_t entry = int_field(row, "ledger_seq");
  const std::string by = text_field(row, "closed_by");
  const std::string why = text_field(row, "closed_why");
  std::string closing = entry == 0 ? "" : "entry " + std::to_string(entry);
  if (!by.empty()) closing += (closing.empty() ? "by " : ", by ") + by;
  if (!why.empty()) closing += (closing.empty() ? "" : ": ") + why;
  return closing;
}

View exceptions_view() {
  return {{number_column("ID"), text_column("STATE"), text_column("WHY"), text_column("WHEN", 2),
           text_column("OPERATION", 3), number_column("QTY", 4), wide_column("ITEM OR CODE"),
           text_column("PLACE", 6), text_column("SCANNER", 5), wide_column("DETAIL", 1),
           wide_column("CLOSED", 1)},
          [](const Value& row) -> Row {
            const std::string sku = text_field(row, "sku");
            const std::string to = text_field(row, "to");
            return {text_cell(row, "id"),
                    state_cell(row, "state"),
                    text_cell(row, "why"),
                    time_cell(row, "at_ms"),
                    text_cell(row, "op"),
                    text_cell(row, "qty"),
                    {sku.empty() ? text_field(row, "code") : sku},
                    {to.empty() ? text_field(row, "from") : to},
                    Cell{source_text(row)},
                    text_cell(row, "detail"),
                    {closing_text(row)}};
          },
          "No exceptions."};
}

View incidents_view() {
  return {{number_column("ID"), text_column("INCIDENT"), text_column("SCANNER"),
           text_column("HISTORY", 1), number_column("FIRST"), number_column("LAST"),
           text_column("WHEN", 2)},
          [](const Value& row) -> Row {
            return {text_cell(row, "id"),        text_cell(row, "kind"),
                    text_cell(row, "node"),      text_cell(row, "epoch"),
                    text_cell(row, "first_seq"), text_cell(row, "last_seq"),
                    time_cell(row, "at_ms")};
          },
          "No incidents."};
}

View purchases_view() {
  return {{text_column("ORDER"), text_column("SUPPLIER"), text_column("WAREHOUSE", 2),
           text_column("STATE"), number_column("LINES", 3), number_column("QTY"),
           number_column("RECEIVED", 1), text_column("CHANGED", 4)},
          [](const Value& row) -> Row {
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

View purchase_lines_view() {
  return {{text_column("SKU"), wide_column("NAME"), text_column("UNIT", 1), number_column("QTY"),
           number_column("RECEIVED"), text_column("REST")},
          [](const Value& row) -> Row {
            const std::int64_t open = int_field(row, "qty") - int_field(row, "received");
            Cell rest{"complete", Style::kGood};
            if (open > 0) rest = {std::to_string(open) + " missing"};
            if (open < 0) rest = {std::to_string(-open) + " too many", Style::kWarning};
            return {text_cell(row, "sku"), text_cell(row, "name"),     text_cell(row, "unit"),
                    text_cell(row, "qty"), text_cell(row, "received"), rest};
          },
          "No lines."};
}

View outbox_view() {
  return {{number_column("ID"), text_column("KIND", 4), wide_column("TO"),
           wide_column("SUBJECT", 2), text_column("STATE"), number_column("ATTEMPTS", 3),
           text_column("NEXT", 1), wide_column("ERROR")},
          [](const Value& row) -> Row {
            return {text_cell(row, "id"),      text_cell(row, "kind"),
                    text_cell(row, "to"),      text_cell(row, "subject"),
                    state_cell(row, "state"),  text_cell(row, "attempts"),
                    time_cell(row, "next_ms"), {text_field(row, "error"), Style::kBad}};
          },
          "Everything is delivered."};
}

}  // namespace

std::string source_text(const Value& row) {
  const std::string node = text_field(row, "node");
  if (node == "@manual") return "by hand";
  if (node == "@plain") return "message";
  return node;
}

const View& view_of(const std::string& kind) {
  static const std::map<std::string, View> kViews = {
      {"stock", stock_view()},
      {"ledger", ledger_view()},
      {"items", items_view()},
      {"suppliers", suppliers_view()},
      {"locations", locations_view()},
      {"exceptions", exceptions_view()},
      {"incidents", incidents_view()},
      {"purchase-orders", purchases_view()},
      {"purchase-lines", purchase_lines_view()},
      {"outbox", outbox_view()},
      {"orders", orders_view()},
      {"invoices", invoices_view()},
  };
  const auto found = kViews.find(kind);
  assert(found != kViews.end());
  return found->second;
}

}  // namespace gateway::cli
