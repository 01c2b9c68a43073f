// SPDX-License-Identifier: MIT
// What a person does with scanners' names, and with scans that come in a file.
#pragma once

#include <string>

#include "lib/session.h"

namespace gateway::cli {

struct NodeRename {
  std::string from;
  std::string to;
  std::string by;
};
struct NodeAdd {
  std::string node;
  std::string by;
};

// Each returns the exit code.
[[nodiscard]] int rename_node(const Session& session, const NodeRename& renaming);
[[nodiscard]] int add_node(const Session& session, const NodeAdd& added);
/// Books the scans of a file that `shelfwire-scanner --export` wrote; stops at the first that
/// cannot be taken, and says which. What was taken stays taken: the file can be imported again.
[[nodiscard]] int import_scans(const Session& session, const std::string& file);

}  // namespace gateway::cli
