// SPDX-License-Identifier: MIT
#include "commands/stock/action.h"

#include <chrono>
#include <thread>

#include "commands/stock/view.h"
#include "lib/listing.h"

namespace gateway::cli {
namespace {

constexpr std::chrono::milliseconds kFollowPause{500};

/// "Entry 12: receive 5 BOLT to MAIN."
std::string booked_text(const MoveRequest& move, const json::Value& answer) {
  std::string text = "Entry " + std::to_string(int_field(answer, "seq")) + ": " + move.op + ' ' +
                     std::to_string(move.qty) + ' ' + move.sku;
  if (!move.from.empty()) text += " from " + move.from;
  if (!move.to.empty()) text += (move.op == "count" ? " at " : " to ") + move.to;
  return text + '.';
}

/// Reports a movement that the gateway did not book but made a task.
int kept_as_task(const Session& session, const json::Value& answer) {
  if (session.options.json) session.terminal.out << to_json(answer) << '\n';
  return report(
      session.terminal,
      {"Not booked (" + text_field(answer, "why") + "): it waits for a person as " + "task " +
       std::to_string(int_field(answer, "task")) + ". See `shelfctl tasks list`."});
}

/// Prints new entries as they are booked, until the gateway does not answer any more.
int follow(const Session& session, const std::string& filter, std::uint64_t since) {
  const View view = ledger_view();
  Table table(session.terminal, view.columns);
  for (;;) {
    const std::string target =
        "/api/v1/ledger" + filter + (filter.empty() ? "?" : "&") + "since=" + std::to_string(since);
    const auto done = session.api.each_page(target, [&](const json::Array& rows) {
      for (const json::Value& row : rows) {
        since = static_cast<std::uint64_t>(int_field(row, "seq")) + 1;
        if (session.options.json) {
          session.terminal.out << to_json(row) << '\n';
        } else {
          table.add(view.to_row(row));
        }
      }
      table.flush();
      session.terminal.out.flush();
    });
    if (!done) return report(session.terminal, done.error());
    if (!session.terminal.out) return 1;  // the reader of our output has closed it
    std::this_thread::sleep_for(kFollowPause);
  }
}

}  // namespace

int show_stock(const Session& session, const StockQuery& query) {
  std::string filter;
  add_filter(filter, "sku", query.sku);
  add_filter(filter, "location", query.location);
  if (!query.sku.empty() && !session.options.json) {
    // So that a misspelt name gives an error and not an empty list.
    const auto item = session.api.get("/api/v1/items/" + percent_encoded(query.sku));
    if (!item) return report(session.terminal, item.error());
  }
  return print_list(session, "stock", filter, stock_view());
}

int show_ledger(const Session& session, const LedgerQuery& query) {
  std::string filter;
  add_filter(filter, "sku", query.sku);
  add_filter(filter, "location", query.location);
  if (query.follow) return follow(session, filter, query.since);
  add_filter(filter, "since", std::to_string(query.since));
  return print_list(session, "ledger", filter, ledger_view());
}

int book(const Session& session, const MoveRequest& move) {
  json::Object body;
  add_text(body, "op", move.op);
  add_text(body, "sku", move.sku);
  body.push_back({"qty", json::Value(move.qty)});
  add_text(body, "from", move.from);
  add_text(body, "to", move.to);
  add_text(body, "ref", move.ref);
  const auto answer =
      session.api.change("POST", "/api/v1/movements", to_json(json::Value(std::move(body))));
  if (!answer) return report(session.terminal, answer.error());
  if (answer->find("task") != nullptr) return kept_as_task(session, *answer);
  return report_done(session, *answer, booked_text(move, *answer));
}

int undo(const Session& session, const std::uint64_t& entry) {
  const std::string seq = std::to_string(entry);
  const auto answer = session.api.change("POST", "/api/v1/undo", "{\"seq\":" + seq + "}");
  if (!answer && answer.error().status == 404) {
    return report(session.terminal,
                  {"There is no ledger entry " + seq + ". `shelfctl ledger` shows their numbers."});
  }
  if (!answer) return report(session.terminal, answer.error());
  if (answer->find("task") != nullptr) return kept_as_task(session, *answer);
  return report_done(
      session, *answer,
      "Entry " + std::to_string(int_field(*answer, "seq")) + " undoes entry " + seq + '.');
}

}  // namespace gateway::cli
