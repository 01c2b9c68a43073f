// SPDX-License-Identifier: MIT
#include "commands/tasks/action.h"

namespace gateway::cli {

int settle_exception(const Session& session, const ExceptionSettle& settlement) {
  const std::string id = std::to_string(settlement.id);
  json::Object body;
  add_text(body, "sku", settlement.sku);
  add_text(body, "by", settlement.by);
  const auto answer = session.api.change("POST", "/api/v1/exceptions/" + id + "/settle",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session.terminal, answer.error());
  return confirm(session, *answer,
                 "Exception " + id + " settled: booked under " + settlement.sku +
                     " as ledger entry " + std::to_string(int_field(*answer, "seq")) + '.');
}

int dismiss_exception(const Session& session, const ExceptionDismiss& dismissal) {
  const std::string id = std::to_string(dismissal.id);
  json::Object body;
  add_text(body, "why", dismissal.why);
  add_text(body, "by", dismissal.by);
  const auto answer = session.api.change("POST", "/api/v1/exceptions/" + id + "/dismiss",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session.terminal, answer.error());
  return confirm(session, *answer, "Exception " + id + " dismissed: nothing is booked for it.");
}

int change_outbox(const Session& session, const OutboxChange& change) {
  const std::string id = std::to_string(change.id);
  const auto answer =
      session.api.change("POST", "/api/v1/outbox/" + id + "/" + change.action, "{}");
  if (!answer) return report(session.terminal, answer.error());
  const bool mail = text_field(*answer, "to") != "upstream";
  const std::string what = mail ? "the mail" : "the post";
  const std::string to = text_field(*answer, "to");
  const std::string po = text_field(*answer, "po");
  if (change.action == "retry") {
    return confirm(session, *answer,
                   "Outbox " + id + ": " + what + " to " + to + " is tried again now.");
  }
  std::string text = "Outbox " + id + " dropped: " + what + " to " + to + " is never sent.";
  if (!po.empty() && mail) {
    text += " `shelfctl po send " + po + "` makes a new one.";
  }
  return confirm(session, *answer, text);
}

}  // namespace gateway::cli
