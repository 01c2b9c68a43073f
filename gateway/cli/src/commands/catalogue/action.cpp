// SPDX-License-Identifier: MIT
#include "commands/catalogue/action.h"

#include <algorithm>

#include "gateway/limits.h"
#include "lib/files.h"
#include "lib/progress.h"
#include "wire/plural.h"

namespace gateway::cli {

using wire::plural;

int set_columns(const Session& session, const CatalogueSet& change) {
  json::Object body;
  for (const auto& [key, value] : change.columns) body.push_back({key, json::Value(value)});
  const std::string target = "/api/v1/" + change.kind + "/" + percent_encoded(change.name);
  const std::string text = to_json(json::Value(std::move(body)));
  // PATCH changes what exists; PUT makes it if it does not.
  auto answer = session.api.change("PATCH", target, text);
  const bool is_new = !answer && answer.error().status == 404;
  const bool named = std::any_of(change.columns.begin(), change.columns.end(),
                                 [](const auto& column) { return column.first == "name"; });
  if (is_new && !named) {
    const std::string what = change.kind == "items" ? "item " : "supplier ";
    return report(session, {"There is no " + what + change.name +
                            ". Is it spelt so? A new one needs name=..."});
  }
  if (is_new) answer = session.api.change("PUT", target, text);
  if (!answer) return report(session, answer.error());
  return report_done(session, *answer, change.name + (is_new ? " made." : " changed."));
}

int remove_item(const Session& session, const std::string& sku) {
  const auto answer = session.api.change("DELETE", "/api/v1/items/" + percent_encoded(sku), "");
  if (!answer && answer.error().status == 404) {
    return report(session, {"There is no item " + sku + "."});
  }
  if (!answer) return report(session, answer.error());
  return report_done(session, *answer,
                     sku +
                         " is phased out: it is not reordered any more; its stock and "
                         "history stay.");
}

int set_location(const Session& session, const LocationSet& change) {
  const auto answer =
      session.api.change("PUT", "/api/v1/locations/" + percent_encoded_path(change.location),
                         "{\"policy\":\"" + change.policy + "\"}");
  if (!answer) return report(session, answer.error());
  return report_done(session, *answer, change.location + ": its policy is " + change.policy + ".");
}

int import_file(const Session& session, const Import& import) {
  const std::size_t most = import.kind == "items" ? kImportBytesMax : kSupplierImportBytesMax;
  auto csv = FileToSend::open(import.file, {most, "make two files of it"});
  if (!csv) return report(session, csv.error());
  Answer<json::Value> answer;
  {
    Progress progress(session, "Importing " + import.file);
    const auto read = [&](char* to, std::size_t size) { return csv->read(to, size); };
    const auto on_sent = [&](std::uint64_t sent) {
      if (sent < csv->size()) {
        progress.show(sent, csv->size());
      } else {
        progress.wait("sent; the gateway checks and stores it");
      }
    };
    answer = session.api.import("/api/v1/imports/" + import.kind, csv->size(), read, on_sent);
  }
  if (!answer) return report(session, answer.error());
  const auto rows = int_field(*answer, "changed");
  const char* const what = import.kind == "items" ? plural(rows, " item", " items")
                                                  : plural(rows, " supplier", " suppliers");
  return report_done(session, *answer, std::to_string(rows) + what + " imported.");
}

}  // namespace gateway::cli
