// SPDX-License-Identifier: MIT
#include "commands/stock/view.h"

#include "lib/cells.h"

namespace gateway::cli {

using json::Value;

View stock_view() {
  return {{text_column("SKU"), wide_column("NAME", 3), text_column("LOCATION"),
           number_column("ON HAND"), number_column("RESERVED", 4), number_column("AVAILABLE", 1),
           number_column("ON ORDER", 2), optional_column("BACKORDERED", 5)},
          [](const Value& row) -> Row {
            return {text_cell(row, "sku"),      text_cell(row, "name"),
                    text_cell(row, "loc"),      figure_cell(row, "on_hand"),
                    text_cell(row, "reserved"), figure_cell(row, "available"),
                    text_cell(row, "on_order"), optional_cell(row, "backordered")};
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

}  // namespace gateway::cli
