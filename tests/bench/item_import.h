// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gateway/csv.h"
#include "gateway/engine.h"

namespace bench {

/// Gives the engine the items of a CSV file, not committed yet.
inline bool import_items(gateway::Engine& engine, const char* file) {
  std::ifstream stream(file);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  auto items = gateway::read_item_csv(text);
  for (gateway::ItemChange& row : items.rows) {  // there are no suppliers here
    std::erase_if(row.columns, [](const auto& column) { return column.first == "supplier"; });
  }
  const std::vector<gateway::Command> batch{
      gateway::ChangeItems{std::move(items.rows), std::move(items.problems)}};
  const gateway::Effects effects = engine.apply(batch, gateway::Now{});
  return effects.outcomes[0].verdict == gateway::Verdict::kDone;
}

}  // namespace bench
