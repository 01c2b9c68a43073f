// SPDX-License-Identifier: MIT
#include "commands/nodes/action.h"

#include <sstream>

#include "gateway/json/parse.h"
#include "gateway/limits.h"
#include "lib/files.h"
#include "wire/ids.h"
#include "wire/limits.h"
#include "wire/plural.h"

namespace gateway::cli {

int rename_node(const Session& session, const NodeRename& renaming) {
  json::Object body;
  add_text(body, "to", renaming.to);
  add_text(body, "by", renaming.by);
  const auto answer = session.api.change("POST", "/api/v1/nodes/" + renaming.from + "/rename",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session.terminal, answer.error());
  return report_done(session, *answer,
                     "The name " + renaming.from + " is retired. Give its scanner the name " +
                         renaming.to + ", with its journal: nothing is booked twice.");
}

int add_node(const Session& session, const NodeAdd& added) {
  json::Object body;
  add_text(body, "by", added.by);
  const auto answer = session.api.change("POST", "/api/v1/nodes/" + added.node + "/add",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session.terminal, answer.error());
  return report_done(session, *answer, "The name " + added.node + " may be used again.");
}

int import_scans(const Session& session, const std::string& file) {
  const auto text =
      read_file(file, {kImportBytesMax, "make two files of it, at the end of a line"});
  if (!text) return report(session.terminal, text.error());
  std::istringstream lines(*text);
  std::int64_t taken = 0;
  int number = 0;
  json::Value last;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto batch = json::parse(line, {.bytes_max = wire::kBatchBytesMax});
    const std::string node = batch ? text_field(*batch, "node") : "";
    if (!wire::is_name(node)) {
      const Trouble trouble{.text = "line " + std::to_string(number) + " of " + file +
                                    " is none that `shelfwire-scanner --export` wrote"};
      return report(session.terminal, trouble);
    }
    auto answer = session.api.change("POST", "/api/v1/nodes/" + node + "/scans", line);
    if (!answer) return report(session.terminal, answer.error());
    taken += int_field(*answer, "taken");
    last = *std::move(answer);
  }
  return report_done(session, last,
                     std::to_string(taken) + wire::plural(taken, " scan", " scans") +
                         " taken; the others of " + file + " were known.");
}

}  // namespace gateway::cli
