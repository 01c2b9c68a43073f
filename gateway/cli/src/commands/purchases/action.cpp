// SPDX-License-Identifier: MIT
#include "commands/purchases/action.h"

#include "commands/purchases/view.h"
#include "lib/listing.h"
#include "wire/plural.h"

namespace gateway::cli {
namespace {

using json::Value;

std::string address_of(const std::string& po) {
  return "/api/v1/purchase-orders/" + percent_encoded(po);
}

/// The order's row in the outbox: its "mail" or its "post". Null: none.
const Value* waiting(const Value& order, std::string_view what) {
  const Value* const row = order.find(what);
  return row != nullptr && !row->is_null() ? row : nullptr;
}

std::string approved_text(const Value& order) {
  if (const Value* const mail = waiting(order, "mail")) {
    return " approved: the mail to " + text_field(*mail, "to") + " is in the outbox.";
  }
  if (waiting(order, "post") != nullptr) {
    return " approved: it is in the outbox for the upstream server.";
  }
  return " approved, and on its way already.";
}

std::string sent_text(const Value& order) {
  const Value* const mail = waiting(order, "mail");
  const bool again = int_field(order, "mails") > 1;
  if (mail == nullptr) return again ? " was sent once more." : " is on its way already.";
  return ": the mail to " + text_field(*mail, "to") + " goes out " +
         (again ? "once more." : "now.");
}

/// `before`: the order as it was before it was cancelled.
std::string purchase_cancelled_text(const Value& before) {
  const Value* const mail = waiting(before, "mail");
  const bool perhaps = (mail != nullptr && text_field(*mail, "state") == "maybe_sent") ||
                       text_field(before, "state") == "in_doubt";
  std::string text = " cancelled. ";
  if (int_field(before, "sent_ms") != 0) {
    text += "The supplier already has it: tell them.";
  } else if (perhaps) {
    text += "The supplier may have it already: ask them.";
  } else if (mail != nullptr && text_field(*mail, "state") != "failed") {
    text += "Its mail waited and goes no more, unless it was just being handed over: see the log.";
  } else {
    text += "Nothing of it has gone out.";
  }
  return text + " `shelfctl reorder run SKU` lets an item be ordered again.";
}

std::string changed_text(const std::string& action, const Value& before, const Value& order) {
  if (action == "approve") return approved_text(order);
  if (action == "send") return sent_text(order);
  if (action == "confirm") {
    return " confirmed: " + text_field(order, "supplier") + " has promised it.";
  }
  return purchase_cancelled_text(before);
}

/// Names what is still missing, and what was received beyond the order.
std::string rest_text(const Value& order) {
  std::int64_t open = 0;
  std::string over;
  for (const Value& line : list_field(order, "lines")) {
    const std::int64_t missing = int_field(line, "qty") - int_field(line, "received");
    if (missing > 0) open += missing;
    if (missing < 0) {
      over += " Of " + text_field(line, "sku") + " came " + std::to_string(-missing) + " too much.";
    }
  }
  if (open == 0) return "Everything is in." + over;
  return std::to_string(open) + wire::plural(open, " is", " are") + " still to come." + over;
}

}  // namespace

int list_purchases(const Session& session, const bool& only_open) {
  return print_list(session, "purchase-orders", only_open ? "?open=true" : "", purchases_view());
}

int change_purchase(const Session& session, const PurchaseChange& change) {
  Value before;
  if (change.action == "cancel" && !session.options.json) {
    // Read before: the row of the mail says whether the supplier may have it, and is then gone.
    auto order = session.api.get(address_of(change.po));
    if (!order) return report(session, order.error());
    before = *std::move(order);
  }
  json::Object body;
  add_text(body, "why", change.why);
  const auto answer = session.api.change("POST", address_of(change.po) + "/" + change.action,
                                         to_json(Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  const Value* const order = answer->find("order");
  return report_done(session, *answer,
                     change.po + changed_text(change.action, before, order ? *order : Value()));
}

int receive_purchase(const Session& session, const PurchaseReceipt& receipt) {
  json::Object body;
  json::Array lines;
  for (const PurchaseReceipt::Line& line : receipt.lines) {
    lines.push_back(Value(json::Object{{"sku", Value(line.sku)}, {"qty", Value(line.qty)}}));
  }
  if (!lines.empty()) body.push_back({"lines", Value(std::move(lines))});
  add_text(body, "to", receipt.to);
  add_text(body, "by", receipt.by);
  const auto answer = session.api.change("POST", address_of(receipt.po) + "/receive",
                                         to_json(Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  const Value* const order = answer->find("order");
  return report_done(
      session, *answer,
      receipt.po + ": " + entries_text(*answer) + ". " + rest_text(order ? *order : Value()));
}

int show_why(const Session& session, const std::string& po) {
  return show_one(session, address_of(po) + "/why", print_why);
}

int run_reorder(const Session& session, const std::string& sku) {
  json::Object body;
  add_text(body, "sku", sku);
  const auto answer =
      session.api.change("POST", "/api/v1/reorder", to_json(json::Value(std::move(body))));
  if (!answer) return report(session, answer.error());
  const std::string waits = text_field(*answer, "waits");
  if (!waits.empty())
    return report_done(session, *answer, "Looked at all stock, but " + waits + '.');
  const std::int64_t changed = int_field(*answer, "changed");
  return report_done(session, *answer,
                     changed == 0
                         ? "Nothing new to order."
                         : "Looked at all stock; see `shelfctl po list` for the purchase orders.");
}

}  // namespace gateway::cli
