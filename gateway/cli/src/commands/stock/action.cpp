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
      session,
      {"Not booked (" + text_field(answer, "why") + "): it waits for a person as " + "task " +
       std::to_string(int_field(answer, "task")) + ". See `shelfctl tasks list`."});
}

/// So that a misspelt SKU gives an error and not an empty list; 0: there is the item, or none was
/// asked for.
int check_item(const Session& session, const std::string& sku) {
  if (sku.empty()) return 0;
  const auto item = session.api.get("/api/v1/items/" + percent_encoded(sku));
  return item ? 0 : report(session, item.error());
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
    if (!done) return report(session, done.error());
    if (!session.terminal.out) return 1;  // the reader of our output has closed it
    std::this_thread::sleep_for(kFollowPause);
  }
}

}  // namespace

int show_stock(const Session& session, const StockQuery& query) {
  std::string filter;
  add_filter(filter, "sku", query.sku);
  add_filter(filter, "location", query.location);
  if (const int code = check_item(session, query.sku); code != 0) return code;
  return print_list(session, "stock", filter, stock_view());
}

int show_ledger(const Session& session, const LedgerQuery& query) {
  std::string filter;
  add_filter(filter, "sku", query.sku);
  add_filter(filter, "location", query.location);
  if (const int code = check_item(session, query.sku); code != 0) return code;
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
  add_text(body, "by", move.by);
  const auto answer =
      session.api.change("POST", "/api/v1/movements", to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  if (answer->find("task") != nullptr) return kept_as_task(session, *answer);
  return report_done(session, *answer, booked_text(move, *answer));
}

int undo(const Session& session, const UndoRequest& request) {
  const std::string seq = std::to_string(request.seq);
  json::Object body;
  body.push_back({"seq", json::Value(static_cast<std::int64_t>(request.seq))});
  add_text(body, "by", request.by);
  const auto answer =
      session.api.change("POST", "/api/v1/undo", to_json(json::Value(std::move(body))));
  if (!answer && answer.error().status == 404) {
    return report(session,
                  {"There is no ledger entry " + seq + ". `shelfctl ledger` shows their numbers."});
  }
  if (!answer) return report(session, answer.error());
  if (answer->find("task") != nullptr) return kept_as_task(session, *answer);
  return report_done(
      session, *answer,
      "Entry " + std::to_string(int_field(*answer, "seq")) + " undoes entry " + seq + '.');
}

}  // namespace gateway::cli
