// SPDX-License-Identifier: MIT
#include "scanners/names.h"

#include <string>

#include "rows/manual_request.h"
#include "scanners/histories.h"

namespace gateway {

namespace {

bool has_sent(const Reader& store, std::string_view node) {
  bool found = false;
  const std::string prefix = pair_key(node, {});
  store.scan(Table::kNodes, prefix, [&](std::string_view key, std::string_view) {
    found = key.starts_with(prefix);
    return false;
  });
  return found;
}

Outcome not_found() {
  Outcome outcome;
  outcome.verdict = Verdict::kNotFound;
  return outcome;
}

}  // namespace

Outcome decide(BatchContext& context, const RenameNode& renaming) {
  const auto from = renaming.from.view();
  const auto to = renaming.to.view();
  if (!wire::is_name(to)) return refuse("to", "is not a scanner's name");
  if (!wire::is_name(from) || !has_sent(context.store, from)) return not_found();
  if (from == to) return refuse("to", "is the name that it has");
  for (const auto name : {from, to}) {
    const auto retired = find_retired(context.store, name);
    if (!retired || (name == from && retired->to == to)) continue;
    return refuse(name == from ? "from" : "to",
                  std::string(name) + " is retired: it was renamed to " + retired->to +
                      ". `shelfctl node add` ends that");
  }
  put_row(context.store, Table::kHistories, retired_key(from),
          RetiredName{std::string(to), std::string(renaming.by.view()), context.now.wall_ms});
  return {};
}

Outcome decide(BatchContext& context, const AddNode& added) {
  const auto key = retired_key(added.node.view());
  if (!context.store.get(Table::kHistories, key)) return not_found();
  context.store.erase(Table::kHistories, key);
  return {};
}

}  // namespace gateway
