// SPDX-License-Identifier: MIT
// Lists of the API, to their end, and one thing by its name.
#pragma once

#include <string>

#include "lib/session.h"
#include "lib/view.h"

namespace gateway::cli {

/// Adds `name=value` to `query`, which may be empty; nothing where `value` is.
void add_filter(std::string& query, const char* name, const std::string& value);

/// Prints /api/v1/<kind><query> as a table, or as JSON with --json. The exit code.
[[nodiscard]] int print_list(const Session& session, const std::string& kind,
                             const std::string& query, const View& view);

/// The keys of one object, one a line.
void print_fields(const Session& session, const json::Value& object);

}  // namespace gateway::cli
