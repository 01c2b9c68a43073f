// SPDX-License-Identifier: MIT
#include "commands/tasks/view.h"

#include "gateway/cli/text.h"
#include "lib/cells.h"
#include "lib/session.h"
#include "wire/hex.h"

namespace gateway::cli {
namespace {

using json::Value;

/// "entry 812, by JANE", "by JANE: scanned by mistake"; empty for an open task.
std::string closing_text(const Value& row) {
  const std::int64_t entry = int_field(row, "ledger_seq");
  const std::string by = text_field(row, "closed_by");
  const std::string why = text_field(row, "closed_why");
  std::string closing = entry == 0 ? "" : "entry " + std::to_string(entry);
  if (!by.empty()) closing += (closing.empty() ? "by " : ", by ") + by;
  if (!why.empty()) closing += (closing.empty() ? "" : ": ") + why;
  return closing;
}

/// The bytes of a message that could not be read.
std::string payload_of(const Value& row) {
  const std::string hex = text_field(row, "hex");
  std::string bytes(hex.size() / 2, '\0');
  if (hex.empty() || !wire::parse_hex_bytes(hex, bytes)) return text_field(row, "payload");
  return bytes;
}

}  // namespace

View tasks_view() {
  return {{number_column("ID"), text_column("STATE"), text_column("WHY"), text_column("WHEN", 2),
           text_column("OPERATION", 3), number_column("QTY", 4), wide_column("ITEM OR CODE"),
           text_column("LOCATION", 6), text_column("SCANNER", 5), wide_column("DETAIL", 1),
           wide_column("CLOSED", 1)},
          [](const Value& row) -> Row {
            const std::string sku = text_field(row, "sku");
            const std::string to = text_field(row, "to");
            return {text_cell(row, "id"),
                    state_cell(row, "state"),
                    text_cell(row, "why"),
                    time_cell(row, "at_ms"),
                    text_cell(row, "op"),
                    text_cell(row, "qty"),
                    {sku.empty() ? text_field(row, "code") : sku},
                    {to.empty() ? text_field(row, "from") : to},
                    Cell{source_text(row)},
                    text_cell(row, "detail"),
                    {closing_text(row)}};
          },
          "No tasks."};
}

View incidents_view() {
  return {{number_column("ID"), text_column("INCIDENT"), text_column("SCANNER"),
           text_column("HISTORY", 1), number_column("FIRST"), number_column("LAST"),
           text_column("WHEN", 2)},
          [](const Value& row) -> Row {
            return {text_cell(row, "id"),        text_cell(row, "kind"),
                    text_cell(row, "node"),      text_cell(row, "epoch"),
                    text_cell(row, "first_seq"), text_cell(row, "last_seq"),
                    time_cell(row, "at_ms")};
          },
          "No incidents."};
}

View unreadable_view() {
  return {{number_column("ID"), text_column("WHEN", 1), wide_column("TOPIC"), wide_column("WHY"),
           wide_column("MESSAGE")},
          [](const Value& row) -> Row {
            return {text_cell(row, "id"),
                    time_cell(row, "at_ms"),
                    text_cell(row, "topic"),
                    text_cell(row, "why"),
                    {escaped(payload_of(row))}};
          },
          "Every message could be read."};
}

View outbox_view() {
  return {{number_column("ID"), text_column("KIND", 4), wide_column("TO"),
           wide_column("SUBJECT", 2), text_column("STATE"), number_column("ATTEMPTS", 3),
           text_column("NEXT", 1), wide_column("ERROR")},
          [](const Value& row) -> Row {
            return {text_cell(row, "id"),      text_cell(row, "kind"),
                    text_cell(row, "to"),      text_cell(row, "subject"),
                    state_cell(row, "state"),  text_cell(row, "attempts"),
                    time_cell(row, "next_ms"), {text_field(row, "error"), Style::kBad}};
          },
          "Everything is delivered.",
          [](const Value& page) {
            const std::string waits = text_field(page, "waits");
            return waits.empty() ? waits : "Nothing leaves now: " + waits + '.';
          }};
}

View outbox_archive_view() {
  View view = outbox_view();
  view.when_empty = "Nothing that failed has left the outbox yet.";
  view.below = nullptr;
  return view;
}

}  // namespace gateway::cli
