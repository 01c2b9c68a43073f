// SPDX-License-Identifier: MIT
// Prints whole lists of the API, and one thing by its name.
#pragma once

#include <string>

#include "gateway/cli/terminal.h"
#include "lib/grammar.h"
#include "lib/session.h"
#include "lib/view.h"

namespace gateway::cli {

/// Adds `name=value` to `query`, which may be empty; nothing if `value` is empty.
void add_filter(std::string& query, const char* name, const std::string& value);

/// Prints /api/v1/<kind><query> as a table, or as JSON with --json. Returns the exit code.
[[nodiscard]] int print_list(const Session& session, const std::string& kind,
                             const std::string& query, const View& view);

/// Prints one object of the API for people.
using Print = void (*)(Terminal& terminal, const json::Value& object);

/// Prints the members of one object, one per line.
void print_fields(Terminal& terminal, const json::Value& object);

/// Gets `target`, an object, and prints it, or its JSON with --json. Returns the exit code.
[[nodiscard]] int show_one(const Session& session, const std::string& target, Print print);

/// Adds the command `list`, of /api/v1/<kind>, below `parent`.
void add_list(const Grammar& parent, const std::string& kind, const std::string& what,
              View (*view)());
/// Adds the command `show`, of one thing of /api/v1/<kind>; `type` is its argument in the help.
void add_show(const Grammar& parent, const std::string& kind, const std::string& type,
              const std::string& what, const std::string& examples, Print print = print_fields);

}  // namespace gateway::cli
