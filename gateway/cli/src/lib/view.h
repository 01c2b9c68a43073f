// SPDX-License-Identifier: MIT
// How rows of one kind are shown in a table.
#pragma once

#include <vector>

#include "gateway/cli/table.h"
#include "gateway/json/value.h"

namespace gateway::cli {

struct View {
  std::vector<Column> columns;
  Row (*to_row)(const json::Value& row);
  const char* when_empty;  ///< text if there is no row
};

}  // namespace gateway::cli
