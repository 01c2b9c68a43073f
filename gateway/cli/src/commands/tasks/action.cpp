// SPDX-License-Identifier: MIT
#include "commands/tasks/action.h"

#include <charconv>

#include "commands/tasks/view.h"
#include "lib/listing.h"
#include "wire/plural.h"

namespace gateway::cli {
namespace {

/// Incidents wait for a person too; prints them only if there are any.
int show_incidents(const Session& session) {
  const View view = incidents_view();
  Table table(session.terminal, view.columns);
  bool any = false;
  const auto done = session.api.each_page("/api/v1/incidents", [&](const json::Array& rows) {
    if (!any && !rows.empty()) session.terminal.out << "\nIncidents with scanners:\n";
    any = any || !rows.empty();
    for (const json::Value& row : rows) table.add(view.to_row(row));
    table.flush();
  });
  table.finish();
  return done ? 0 : report(session, done.error());
}

/// "3 BOLT booked to MAIN", with the places of the warehouse alone: others begin with '@'.
std::string settled_text(const json::Value& answer, const std::string& sku) {
  const auto place = [&](const char* word, const char* key) {
    const std::string name = text_field(answer, key);
    return name.empty() || name.starts_with('@') ? "" : word + name;
  };
  const bool told = answer.find("qty") != nullptr;
  return (told ? std::to_string(int_field(answer, "qty")) + ' ' : "") + sku + " booked" +
         place(" from ", "from") + place(" to ", "to");
}

}  // namespace

int list_tasks(const Session& session, const bool& only_open) {
  const int code = print_list(session, "tasks", only_open ? "?open=true" : "", tasks_view());
  return session.options.json || code != 0 ? code : show_incidents(session);
}

int settle_task(const Session& session, const TaskSettle& settlement) {
  const std::string id = std::to_string(settlement.id);
  json::Object body;
  add_text(body, "sku", settlement.sku);
  add_text(body, "by", settlement.by);
  add_number(body, "pack", settlement.pack);
  const auto answer = session.api.change("POST", "/api/v1/tasks/" + id + "/settle",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  return report_done(session, *answer,
                     "Task " + id + " settled: " + settled_text(*answer, settlement.sku) +
                         " as ledger entry " + std::to_string(int_field(*answer, "seq")) + '.');
}

int dismiss_task(const Session& session, const TaskDismiss& dismissal) {
  const std::string id = std::to_string(dismissal.id);
  json::Object body;
  add_text(body, "why", dismissal.why);
  add_text(body, "by", dismissal.by);
  const auto answer = session.api.change("POST", "/api/v1/tasks/" + id + "/dismiss",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  return report_done(session, *answer, "Task " + id + " dismissed: nothing is booked for it.");
}

int change_outbox(const Session& session, const OutboxChange& change) {
  const std::string id = std::to_string(change.id);
  const auto answer =
      session.api.change("POST", "/api/v1/outbox/" + id + "/" + change.action, "{}");
  if (!answer) return report(session, answer.error());
  const bool mail = text_field(*answer, "to") != "upstream";
  const std::string what = mail ? "the mail" : "the post";
  const std::string to = text_field(*answer, "to");
  const std::string po = text_field(*answer, "po");
  if (change.action == "retry") {
    return report_done(session, *answer,
                       "Outbox " + id + ": " + what + " to " + to + " is tried again now.");
  }
  if (text_field(*answer, "state") == "in_doubt") {
    return report_done(session, *answer,
                       "Outbox " + id + " dropped: " + what + " to " + to +
                           " was sent, or nobody wants it. It is not sent again.");
  }
  std::string text = "Outbox " + id + " dropped: " + what + " to " + to +
                     " is not sent, unless it was just being handed over: see the log.";
  if (!po.empty() && mail) {
    text += " `shelfctl po send " + po + "` makes a new one.";
  }
  return report_done(session, *answer, text);
}

int drop_outbox(const Session& session, const OutboxDrop& drop) {
  if (!drop.all_failed) return change_outbox(session, {*row_number(drop.id), "drop"});
  json::Object body;
  add_text(body, "kind", drop.kind);
  const auto answer = session.api.change("POST", "/api/v1/outbox/drop-failed",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  const auto dropped = static_cast<std::uint64_t>(int_field(*answer, "dropped"));
  return report_done(session, *answer,
                     std::to_string(dropped) +
                         wire::plural(dropped, " failed one is", " failed ones are") +
                         " dropped, and never sent.");
}

std::optional<std::uint64_t> row_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

std::string problem_of(const OutboxDrop& drop) {
  if (drop.all_failed == !drop.id.empty()) return "name one ID, or --all-failed";
  if (!drop.kind.empty() && !drop.all_failed) return "--kind goes with --all-failed";
  return drop.all_failed || row_number(drop.id) ? "" : "ID must be a whole number of 1 or more";
}

}  // namespace gateway::cli
