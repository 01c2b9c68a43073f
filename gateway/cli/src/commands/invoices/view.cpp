// SPDX-License-Identifier: MIT
#include "commands/invoices/view.h"

#include "lib/cells.h"
#include "lib/session.h"

namespace gateway::cli {

using json::Value;

namespace {
/// Of an invoice whose number alone is known.
Row unknown_row(const Value& row) {
  const std::string state = "unknown, restored on " + time_cell(row, "restored_ms").text;
  return {text_cell(row, "invoice"), {}, {}, {}, {}, {}, {}, Cell{state, Style::kWarning}};
}
}  // namespace

View invoices_view() {
  return {
      {text_column("INVOICE"), text_column("ORDER", 2), wide_column("CUSTOMER", 1),
       text_column("ISSUED", 3), number_column("NET", 6), number_column("TAX", 5),
       number_column("TOTAL"), text_column("STATE", 4)},
      [](const Value& row) -> Row {
        if (int_field(row, "restored_ms") != 0) return unknown_row(row);
        const bool valid = int_field(row, "cancelled_ms") == 0;
        return {
            text_cell(row, "invoice"),      text_cell(row, "order"),
            {customer_name(row)},           time_cell(row, "issued_ms"),
            money_cell(row, "net_minor"),   money_cell(row, "tax_minor"),
            money_cell(row, "total_minor"), valid ? Cell{"valid"} : Cell{"cancelled", Style::kDim}};
      },
      "No invoices."};
}

}  // namespace gateway::cli
