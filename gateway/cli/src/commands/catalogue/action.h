// SPDX-License-Identifier: MIT
// Changes of items, suppliers and locations.
#pragma once

#include "lib/session.h"

namespace gateway::cli {

// Each returns the exit code.
[[nodiscard]] int set_columns(const Session& session, const CatalogueSet& change);
[[nodiscard]] int remove_item(const Session& session, const ItemRemove& removal);
[[nodiscard]] int set_location(const Session& session, const LocationSet& change);
[[nodiscard]] int import_file(const Session& session, const Import& import);

}  // namespace gateway::cli
