// SPDX-License-Identifier: MIT
// How rows of one kind are shown in a table.
#pragma once

#include <string>
#include <vector>

#include "gateway/cli/table.h"
#include "gateway/json/value.h"

namespace gateway::cli {

struct View {
  std::vector<Column> columns;
  Row (*to_row)(const json::Value& row);
  const char* when_empty;  ///< text if there is no row
  /// A sentence below the rows, from what stands beside them; null, or empty: none.
  std::string (*below)(const json::Value& page) = nullptr;
};

}  // namespace gateway::cli
