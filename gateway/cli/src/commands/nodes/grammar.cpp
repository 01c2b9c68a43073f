// SPDX-License-Identifier: MIT
#include "commands/nodes/grammar.h"

#include <memory>

#include "commands/nodes/action.h"

namespace gateway::cli {

void add_nodes(const Grammar& root) {
  const Grammar nodes = root.add("node", "Scanners and their names");
  const auto renaming = std::make_shared<NodeRename>();
  const Grammar rename =
      nodes.add("rename", "Retire a name: its scanner is told the new one and stops",
                "  shelfctl node rename dock-1 hall-2\n\n"
                "Then give the scanner the new name, with its journal: nothing is booked twice.");
  rename.argument("OLD", renaming->from, "The name that it has");
  rename.argument("NEW", renaming->to, "The name that it gets");
  rename.option("--by", "NAME", renaming->by, "Who says so");
  rename.on_parsed(rename_node, renaming);
  const auto added = std::make_shared<NodeAdd>();
  const Grammar add =
      nodes.add("add", "Take a retired name into use again", "  shelfctl node add dock-1");
  add.argument("NAME", added->node, "The retired name");
  add.option("--by", "NAME", added->by, "Who says so");
  add.on_parsed(add_node, added);
  const Grammar scans = root.add("scans", "Scans of a scanner that cannot send them");
  const auto file = std::make_shared<std::string>();
  const Grammar import = scans.add("import", "Book what `shelfwire-scanner --export` wrote, once",
                                   "  shelfctl scans import dock-1.scans");
  import.argument("FILE", *file, "The file; what is booked already is skipped");
  import.on_parsed(import_scans, file);
}

}  // namespace gateway::cli
