// SPDX-License-Identifier: MIT
#include "commands/checks/action.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "gateway/cli/text.h"
#include "gateway/text/calendar.h"
#include "gateway/text/numbered_id.h"
#include "lib/progress.h"
#include "wire/plural.h"

namespace gateway::cli {
namespace {

using wire::plural;

constexpr std::size_t kCheckIndent = 21;  // where the second column of the doctor begins
constexpr std::size_t kCheckColumnsMin = 20;

void print_report(const Session& session, const json::Value& found) {
  std::ostream& out = session.terminal.out;
  const bool colour = session.terminal.colour;
  const std::int64_t problems = int_field(found, "problem_count");
  const std::int64_t entries = int_field(found, "entries");
  if (bool_field(found, "ok")) {
    if (session.options.quiet) return;
    out << styled("ok", Style::kGood, colour) << ": " << entries
        << plural(entries, " ledger entry, and every figure agrees with it.\n",
                  " ledger entries, and every figure agrees with them.\n");
    std::string checked = "Checked:";
    for (const json::Value& check : list_field(found, "checked")) {
      std::string name = printable(check.as_string().value_or(""));
      if (name == "exceptions") name = "tasks";  // what programs know as exceptions
      checked += (checked.back() == ':' ? " " : ", ") + name;
    }
    std::replace(checked.begin(), checked.end(), '_', ' ');
    for (const std::string& line : wrapped(checked + '.', session.terminal.columns)) {
      out << line << '\n';
    }
    return;
  }
  out << styled("failed", Style::kBad, colour) << ": " << problems
      << plural(problems, " problem", " problems") << " in " << entries
      << plural(entries, " ledger entry.\n", " ledger entries.\n");
  for (const json::Value& problem : list_field(found, "problems")) {
    out << "  " << printable(problem.as_string().value_or("")) << '\n';
  }
  session.terminal.err
      << (bool_field(found, "newer_rows")
              ? "shelfctl: a newer Shelfwire has written to this store, and this one cannot judge "
                "it. Start the newest version that has used the store, then verify again.\n"
              : "shelfctl: stock figures cannot be trusted. Keep a copy of the store's folder, "
                "restore the newest backup, and report this.\n");
}

void print_finding(const Session& session, const json::Value& finding) {
  Terminal& terminal = session.terminal;
  const std::string state = text_field(finding, "state");
  Style style = Style::kGood;
  if (state == "warning") style = Style::kWarning;
  if (state == "failed") style = Style::kBad;
  std::string name = printable(text_field(finding, "check"));
  if (name == "hold") name = "intake";  // what programs know as hold
  std::replace(name.begin(), name.end(), '_', ' ');
  name.resize(std::max<std::size_t>(name.size(), 11), ' ');
  const std::string padding(state.size() < 8 ? 8 - state.size() : 0, ' ');

  std::size_t room = 0;
  if (terminal.columns > 0) {
    room = std::max(kCheckColumnsMin, terminal.columns - std::min(terminal.columns, kCheckIndent));
  }
  const std::string indent(kCheckIndent, ' ');
  std::string before = styled(state, style, terminal.colour) + padding + ' ' + name + ' ';
  for (const std::string& line : wrapped(printable(text_field(finding, "found")), room)) {
    terminal.out << before << line << '\n';
    before = indent;
  }
  for (const std::string& line : wrapped(printable(text_field(finding, "advice")), room)) {
    terminal.out << indent << styled(line, Style::kBold, terminal.colour) << '\n';
  }
}

}  // namespace

int run_verify(const Session& session) {
  Answer<json::Value> found;
  {
    Progress progress(session, "Verifying");
    found = session.api.verify(
        [&](std::uint64_t entries, std::uint64_t total) { progress.show(entries, total); });
  }
  if (!found) return report(session, found.error());
  if (session.options.json) {
    session.terminal.out << to_json(*found) << '\n';
  } else {
    print_report(session, *found);
  }
  return bool_field(*found, "ok") ? 0 : 1;
}

int run_doctor(const Session& session) {
  const auto found = session.api.get("/api/v1/doctor");
  if (!found) return report(session, found.error());
  if (session.options.json) {
    const json::Value* const rows = found->find("rows");
    session.terminal.out << (rows != nullptr ? to_json(*rows) : "[]") << '\n';
  } else {
    for (const json::Value& finding : list_field(*found, "rows")) {
      const bool shown = !session.options.quiet || text_field(finding, "state") != "ok";
      if (shown) print_finding(session, finding);
    }
  }
  return bool_field(*found, "ok") ? 0 : 1;
}

namespace {

/// The number in `text`: an id, or the number alone, of which 0 is one.
template <typename Parse>
std::optional<std::int64_t> number_in(std::string_view text, Parse parse) {
  if (const auto id = parse(text)) return static_cast<std::int64_t>(*id);
  std::int64_t number = -1;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string check_restored(const Restored& restored) {
  if (!number_in(restored.last_invoice, parse_invoice_id)) {
    return "--last-invoice: '" + restored.last_invoice +
           "' must be like INV-000012 or 12, or 0 if no invoice was ever made";
  }
  if (!number_in(restored.last_purchase, parse_purchase_id)) {
    return "--last-po: '" + restored.last_purchase +
           "' must be like PO-000017 or 17, or 0 if no purchase order was ever made";
  }
  return {};
}

int tell_restored(const Session& session, const Restored& restored) {
  json::Object body;
  const auto add_number = [&](const char* name, std::optional<std::int64_t> number) {
    body.emplace_back(name, json::Value(number.value_or(0)));
  };
  add_number("last_invoice", number_in(restored.last_invoice, parse_invoice_id));
  add_number("last_po", number_in(restored.last_purchase, parse_purchase_id));
  if (restored.sure) body.emplace_back("sure", json::Value(true));
  add_text(body, "by", restored.by);
  const auto answer =
      session.api.change("POST", "/api/v1/restored", to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  const std::int64_t skipped = int_field(*answer, "skipped");
  std::string done = "Invoices, purchase orders and mails go out again.";
  if (skipped > 0) {
    done += " " + std::to_string(skipped) + plural(skipped, " number", " numbers") +
            " that the store does not know " + plural(skipped, "is", "are") +
            " listed as unknown; goods on their way for them are not on order here.";
  }
  return report_done(session, *answer, done);
}

int take_over(const Session& session, const GatewayTakeOver& request) {
  json::Object body;
  add_text(body, "by", request.by);
  const auto answer = session.api.change("POST", "/api/v1/gateway/take-over",
                                         to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  return report_done(session, *answer, "This gateway goes on; any other that it meets holds.");
}

int confirm_clock(const Session& session, const ClockConfirm& confirmation) {
  json::Object body;
  add_text(body, "by", confirmation.by);
  const auto answer =
      session.api.change("POST", "/api/v1/clock/confirm", to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  const std::string time = rfc3339(int_field(*answer, "clock_ms")) + " (UTC)";
  if (int_field(*answer, "confirmed") == 0) {
    return report_done(
        session, *answer,
        "There was nothing to confirm: the clock, which says " + time + ", was trusted already.");
  }
  return report_done(session, *answer,
                     "The clock is taken to be right: it is " + time +
                         ". What is due by then happens now: overdue reservations are cancelled, "
                         "and their customers told.");
}

}  // namespace gateway::cli
