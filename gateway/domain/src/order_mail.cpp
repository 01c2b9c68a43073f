// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include "gateway/invoice.h"
#include "text_table.h"

namespace gateway {

namespace {

/// What the customer has to know first.
std::string verdict_of(const OrderNotice& notice) {
  switch (notice.state) {
    case OrderState::kConfirmed:
      return "Everything you ordered is reserved for you.";
    case OrderState::kPartlyConfirmed:
      return "A part of what you ordered is reserved for you; the rest cannot be delivered.";
    case OrderState::kBackordered:
      return "Not everything is in stock. We reserve the rest as it comes in and tell you then.";
    case OrderState::kRejected:
      return "We are sorry: we cannot deliver this order.";
    case OrderState::kCancelled:
      return "This order is cancelled.";
    case OrderState::kReceived:
    case OrderState::kShipped:
      break;
  }
  return {};
}

const char* title_of(OrderState state) {
  switch (state) {
    case OrderState::kPartlyConfirmed:
      return "partly confirmed";
    default:
      return to_string(state);
  }
}

std::string lines_of(const OrderNotice& notice) {
  std::vector<std::vector<std::string>> rows{{"Ordered", "Reserved", "Unit", "SKU", "Item"}};
  for (const OrderLine& line : notice.lines) {
    rows.push_back({std::to_string(line.qty), std::to_string(line.confirmed), line.unit,
                    std::string(line.sku.view()), line.name});
  }
  return text_table(rows, {true, true, false, false, false});
}

}  // namespace

std::string order_subject(const OrderNotice& notice) {
  return "Order " + notice.order + " " + title_of(notice.state);
}

std::string render_order_mail(const OrderNotice& notice, const std::optional<Invoice>& invoice,
                              const Company& company, std::string_view site) {
  std::string body = order_subject(notice) + "\n\n" + verdict_of(notice) + "\n";
  if (!notice.reason.empty()) body += "Reason: " + notice.reason + "\n";
  if (!notice.lines.empty()) body += "\n" + lines_of(notice);
  const bool cancelled = notice.state == OrderState::kCancelled;
  if (invoice && cancelled) {
    body += "\n" + invoice_id(invoice->number) + " is void: please do not pay it.\n";
  } else if (invoice) {
    body += "\nTotal " + format_money(invoice->total_minor(), invoice->currency) + ", see " +
            invoice_id(invoice->number) + ", which is attached.\n";
  }
  return body + "\n" + (company.name.empty() ? std::string(site) : company.name) + "\n";
}

}  // namespace gateway
