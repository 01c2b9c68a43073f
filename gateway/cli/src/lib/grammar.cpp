// SPDX-License-Identifier: MIT
#include "lib/grammar.h"

#include <memory>

namespace gateway::cli {

void add_list(const Grammar& parent, const std::string& kind, const std::string& what,
              const std::string& only_open) {
  const auto list = std::make_shared<List>(List{.kind = kind});
  const Grammar command = parent.add("list", what);
  if (!only_open.empty()) command.flag("--open", list->open, only_open);
  command.means([list] { return *list; });
}

void add_show(const Grammar& parent, const std::string& kind, const std::string& type,
              const std::string& what, const std::string& examples) {
  const auto show = std::make_shared<Show>(Show{.kind = kind, .name = {}});
  const Grammar command = parent.add("show", what, examples);
  command.argument(type, show->name, "Which one");
  command.means([show] { return *show; });
}

}  // namespace gateway::cli
