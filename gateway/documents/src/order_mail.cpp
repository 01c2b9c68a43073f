// SPDX-License-Identifier: MIT
#include "gateway/documents/order_mail.h"

#include <algorithm>
#include <string>
#include <vector>

#include "line_columns.h"
#include "text_table.h"

namespace gateway::documents {

namespace {

/// The sentence that the customer reads first.
const char* verdict_of(OrderState state) {
  switch (state) {
    case OrderState::kConfirmed:
      return "Everything you ordered is reserved for you.";
    case OrderState::kPartlyConfirmed:
      return "A part of what you ordered is reserved for you; the rest cannot be delivered.";
    case OrderState::kBackordered:
      return "Not everything is in stock. What is there is reserved for you, the rest as it comes "
             "in; we write again when the order is complete.";
    case OrderState::kRejected:
      return "We are sorry: we cannot deliver this order, and nothing is reserved.";
    case OrderState::kCancelled:
      return "This order is cancelled, and nothing is reserved for it any more.";
    case OrderState::kReceived:
    case OrderState::kShipped:
      break;  // customers get no mail about it
  }
  return "";
}

using Column = LineColumn<OrderLine>;

std::vector<Column> columns_of(OrderState state) {
  std::vector<Column> columns{
      {"Ordered", true, 0, [](const OrderLine& line) { return std::to_string(line.qty); }}};
  if (state != OrderState::kRejected && state != OrderState::kCancelled) {
    columns.push_back({"Reserved", true, 0,
                       [](const OrderLine& line) { return std::to_string(line.confirmed); }});
  }
  if (state == OrderState::kBackordered) {
    columns.push_back(
        {"Later", true, 0, [](const OrderLine& line) { return std::to_string(line.backordered); }});
  }
  add_item_columns(columns);
  return columns;
}

/// Columns without content are left out: an unknown SKU has no name.
std::string lines_of(const OrderNotice& notice) {
  std::vector<std::vector<std::string>> rows(1 + notice.lines.size());
  std::vector<bool> right;
  for (const Column& column : columns_of(notice.state)) {
    const bool empty =
        std::all_of(notice.lines.begin(), notice.lines.end(),
                    [&](const OrderLine& line) { return column.cell(line).empty(); });
    if (empty) continue;
    right.push_back(column.right);
    rows[0].push_back(column.heading);
    for (std::size_t i = 0; i < notice.lines.size(); ++i) {
      rows[i + 1].push_back(column.cell(notice.lines[i]));
    }
  }
  return text_table(rows, right);
}

/// An invoice that is cancelled by now is not attached, not even to a mail about what was decided
/// before.
std::string invoice_note(const Invoice& invoice, OrderState state) {
  const std::string id = invoice_id(invoice.number);
  const bool is_void = invoice.cancelled_ms != 0 || state == OrderState::kCancelled;
  if (is_void) return id + " is cancelled: please do not pay it.";
  return id + " over " + format_money(invoice.total_minor(), invoice.currency) + " is attached.";
}

}  // namespace

std::string render_order_mail(const OrderNotice& notice, const std::optional<Invoice>& invoice,
                              const Company& company, std::string_view site) {
  std::string body = order_subject(notice) + "\n\n" + verdict_of(notice.state) + "\n";
  if (!notice.reason.empty()) body += "Reason: " + notice.reason + "\n";
  if (!notice.lines.empty()) body += "\n" + lines_of(notice);
  if (invoice) body += "\n" + invoice_note(*invoice, notice.state) + "\n";
  return body + "\n" + (company.name.empty() ? std::string(site) : company.name) + "\n";
}

}  // namespace gateway::documents
