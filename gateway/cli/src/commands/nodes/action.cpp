// SPDX-License-Identifier: MIT
#include "commands/nodes/action.h"

#include <optional>
#include <sstream>

#include "gateway/json/parse.h"
#include "gateway/limits.h"
#include "lib/files.h"
#include "lib/progress.h"
#include "wire/ids.h"
#include "wire/limits.h"
#include "wire/plural.h"

namespace gateway::cli {

namespace {

struct ScansTaken {
  std::int64_t taken = 0;
  std::int64_t known = 0;
};

/// Sends one line; adds to `sum` what became of its scans.
std::optional<Trouble> import_line(const Session& session, const std::string& line,
                                   ScansTaken& sum) {
  const auto batch = json::parse(line, {.bytes_max = wire::kBatchBytesMax});
  const std::string node = batch ? text_field(*batch, "node") : "";
  if (!wire::is_name(node))
    return Trouble{.text = "is none that `shelfwire-scanner --export` wrote"};
  const auto answer = session.api.change("POST", "/api/v1/nodes/" + node + "/scans", line);
  if (!answer) return answer.error();
  const auto taken = int_field(*answer, "taken");
  sum.taken += taken;
  sum.known += static_cast<std::int64_t>(list_field(*batch, "m").size()) - taken;
  return std::nullopt;
}

/// Stops at the first line that is not taken.
std::optional<Trouble> import_lines(const Session& session, const std::string& file,
                                    const std::string& text, ScansTaken& sum, Progress& progress) {
  std::istringstream lines(text);
  std::uint64_t sent = 0;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (auto trouble = import_line(session, line, sum)) {
      trouble->text = "line " + std::to_string(number) + " of " + file + ": " + trouble->text;
      return trouble;
    }
    sent += line.size() + 1;
    progress.show(sent, text.size());
  }
  return std::nullopt;
}

}  // namespace

int rename_node(const Session& session, const NodeRename& renaming) {
  json::Object body;
  add_text(body, "to", renaming.to);
  add_text(body, "by", renaming.by);
  const auto answer = session.api.change("POST", "/api/v1/nodes/" + renaming.from + "/rename",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  return report_done(session, *answer,
                     "The name " + renaming.from + " is retired. Give its scanner the name " +
                         renaming.to + ", with its journal: nothing is booked twice.");
}

int add_node(const Session& session, const NodeAdd& added) {
  json::Object body;
  add_text(body, "by", added.by);
  const auto answer = session.api.change("POST", "/api/v1/nodes/" + added.node + "/add",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  return report_done(session, *answer, "The name " + added.node + " may be used again.");
}

int import_scans(const Session& session, const std::string& file) {
  const auto text =
      read_file(file, {kImportBytesMax, "make two files of it, at the end of a line"});
  if (!text) return report(session, text.error());
  ScansTaken sum;
  const auto problem = [&] {
    Progress progress(session, "Importing " + file);
    return import_lines(session, file, *text, sum, progress);
  }();
  if (problem) {
    Trouble trouble = *problem;
    if (sum.taken > 0) {
      trouble.details.push_back({.text = std::to_string(sum.taken) +
                                         wire::plural(sum.taken, " scan", " scans") +
                                         " before it taken; the file can be imported again"});
    }
    return report(session, trouble);
  }
  if (sum.taken + sum.known == 0) {
    return report(session, {file + " holds no scans: was it copied whole?"});
  }
  json::Object answer;
  answer.push_back({"taken", json::Value(sum.taken)});
  answer.push_back({"known", json::Value(sum.known)});
  return report_done(session, json::Value(std::move(answer)),
                     std::to_string(sum.taken) + wire::plural(sum.taken, " scan", " scans") +
                         " taken, " + std::to_string(sum.known) + " known already.");
}

}  // namespace gateway::cli
