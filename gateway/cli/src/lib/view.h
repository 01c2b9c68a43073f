// SPDX-License-Identifier: MIT
// How a kind of row looks in a table.
#pragma once

#include <vector>

#include "gateway/cli/table.h"
#include "gateway/json/value.h"

namespace gateway::cli {

struct View {
  std::vector<Column> columns;
  Row (*to_row)(const json::Value& row);
  const char* when_empty;  ///< said where there is no row
};

}  // namespace gateway::cli
