// SPDX-License-Identifier: MIT
// Changes of items, suppliers and locations.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/session.h"

namespace gateway::cli {

/// `item set` and `supplier set`: changes the given columns, or makes a new row.
struct CatalogueSet {
  std::string kind;  ///< items or suppliers
  std::string name;
  std::vector<std::pair<std::string, std::string>> columns;  ///< keys and values
};
struct Import {
  std::string kind;  ///< items or suppliers
  std::string file;
};
struct LocationSet {
  std::string location;
  std::string policy;
};

// Each returns the exit code.
[[nodiscard]] int set_columns(const Session& session, const CatalogueSet& change);
[[nodiscard]] int remove_item(const Session& session, const std::string& sku);
[[nodiscard]] int set_location(const Session& session, const LocationSet& change);
[[nodiscard]] int import_file(const Session& session, const Import& import);

}  // namespace gateway::cli
