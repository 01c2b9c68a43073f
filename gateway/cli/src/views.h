// SPDX-License-Identifier: MIT
// How each kind of row looks in a table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/cli/table.h"
#include "gateway/json/value.h"

namespace gateway::cli {

struct View {
  std::vector<Column> columns;
  Row (*to_row)(const json::Value& row);
  const char* when_empty;  ///< said where there is no row
};

/// The scanner, or which other door a movement came through.
[[nodiscard]] std::string source_text(const json::Value& row);

/// `kind` as in the API's addresses: stock, ledger, items, suppliers, locations,
/// exceptions, incidents, purchase-orders, purchase-lines, outbox, orders, invoices.
[[nodiscard]] const View& view_of(std::string_view kind);

}  // namespace gateway::cli
