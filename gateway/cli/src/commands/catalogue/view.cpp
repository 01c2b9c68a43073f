// SPDX-License-Identifier: MIT
#include "commands/catalogue/view.h"

#include "lib/cells.h"

namespace gateway::cli {

using json::Value;

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
           number_column("LEAD DAYS", 1), text_column("LANGUAGE", 2)},
          [](const Value& row) -> Row {
            return {text_cell(row, "id"), text_cell(row, "name"), text_cell(row, "email"),
                    text_cell(row, "lead_time_days"), text_cell(row, "language")};
          },
          "No suppliers. Add them with `shelfctl supplier import FILE.csv`."};
}

View locations_view() {
  return {{text_column("LOCATION"), text_column("POLICY")},
          [](const Value& row) -> Row {
            return {text_cell(row, "loc"), text_cell(row, "policy")};
          },
          "No locations yet: each comes into being when it is first used."};
}

}  // namespace gateway::cli
