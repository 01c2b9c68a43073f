// SPDX-License-Identifier: MIT
// POST: what a person does with a purchase order, and a sweep for new ones. The answer to the
// former:
// {"repeated":…,"seq":<last entry booked, else 0>,"entries":<how many>,"order":{…}}.
#include <array>

#include "gateway/catalogue/catalogue.h"
#include "gateway/http/limits.h"
#include "gateway/limits.h"
#include "gateway/purchasing/purchase.h"
#include "gateway/restore/restore.h"
#include "resources/purchases/routes.h"
#include "resources/purchases/rows.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"
#include "toolkit/json_text.h"

namespace gateway::http {
namespace {

Response no_such_purchase(std::string_view name) {
  if (!parse_purchase_id(name)) return not_found("Purchase orders are named like PO-000017.");
  return not_found("There is no purchase order " + std::string(name) + ".");
}

/// What was done, and the order as it is now.
Response answer(Context& context, const Outcome& outcome, std::uint64_t number) {
  const auto view = open_view(context);
  const auto order = view ? find_purchase(**view, number) : std::nullopt;
  if (!order) return order_not_shown();
  auto response =
      answer_order(outcome, [&](wire::JsonWriter& json) { write_purchase(json, *order, **view); });
  return (*view)->failure() == wire::Status::kOk ? response : order_not_shown();
}

/// Gives the command to the writer, and answers for the order `name`.
Response submit(Context& context, Command command, std::uint64_t number, std::string_view name) {
  const auto outcome =
      ask_writer(context.inbox, std::move(command), context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->verdict == Verdict::kNotFound) return no_such_purchase(name);
  if (outcome->verdict == Verdict::kRefused) return answer_refusal(*outcome);
  return answer(context, *outcome, number);
}

Response change_purchase(Context& context, const Request& request, std::string_view name,
                         PurchaseAction action) {
  auto id = request_id(request);
  if (!id) return id.error();
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  const auto number = parse_purchase_id(name);
  if (!number) return no_such_purchase(name);
  ChangePurchase change{
      .number = *number, .action = action, .why = {}, .request_id = *std::move(id)};
  if (action == PurchaseAction::kCancel) change.why = body->reason("why");
  if (auto wrong = body->problems()) return *std::move(wrong);
  return submit(context, std::move(change), *number, name);
}

ReceivePurchase::Line read_purchase_line(Fields& part) {
  ReceivePurchase::Line line;
  part.require("sku", "is missing");
  part.require("qty", "is missing");
  line.sku = part.text<wire::Sku>("sku", wire::is_name, "a SKU");
  line.qty = part.number("qty", 1, kThresholdMax).value_or(0);
  return line;
}

Response post_approve(Context& context, const Request& request, std::string_view name) {
  return change_purchase(context, request, name, PurchaseAction::kApprove);
}

Response post_send(Context& context, const Request& request, std::string_view name) {
  return change_purchase(context, request, name, PurchaseAction::kSend);
}

Response post_confirm(Context& context, const Request& request, std::string_view name) {
  return change_purchase(context, request, name, PurchaseAction::kConfirm);
}

/// {"why"}.
Response post_cancel(Context& context, const Request& request, std::string_view name) {
  return change_purchase(context, request, name, PurchaseAction::kCancel);
}

/// {"lines":[{"sku","qty"}],"to","by"}; without lines it receives everything that is open.
Response post_receive(Context& context, const Request& request, std::string_view name) {
  auto id = request_id(request);
  if (!id) return id.error();
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  const auto number = parse_purchase_id(name);
  if (!number) return no_such_purchase(name);
  ReceivePurchase receipt;
  receipt.number = *number;
  body->each_object("lines", kPurchaseLinesMax, 0,
                    [&](Fields& part) { receipt.lines.push_back(read_purchase_line(part)); });
  receipt.to = body->text<wire::Location>("to", wire::is_location, "a location like MAIN/A-01");
  receipt.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  receipt.request_id = *std::move(id);
  if (auto wrong = body->problems()) return *std::move(wrong);
  return submit(context, std::move(receipt), *number, name);
}

Response answer_sweep(std::uint64_t changed, bool waits) {
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("changed").number(changed);
    json.key("waits").string(waits ? std::string("no goods are ordered until ") + kNameLastNumbers
                                   : "");
    json.end_object();
  });
  return response;
}

/// Runs a sweep now: {"changed":<alerts and orders that changed>,"waits":<why nothing is ordered,
/// else empty>}. With {"sku"}, positions of
/// this SKU whose line a person had cancelled may order again.
Response post_reorder(Context& context, const Request& request, std::string_view) {
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  RunSweep sweep;
  const auto sku = body->text<wire::Sku>("sku", wire::is_name, "a SKU");
  if (!sku.empty()) {
    const auto item =
        read_view(context, [&](const Reader& view) { return find_item(view, sku.view()); });
    if (!item) return item.error();
    if (!*item) body->refuse("sku", "is not in the catalogue");
    sweep.resume = sku;
  }
  if (auto wrong = body->problems()) return *std::move(wrong);
  sweep.positions_max = kSweepSlice;
  std::uint64_t changed = 0;
  for (;;) {
    auto outcome = ask_writer(context.inbox, sweep, context.settings.import_timeout_ms);
    if (!outcome) return outcome.error();
    changed += outcome->changed;
    if (outcome->next.empty()) return answer_sweep(changed, outcome->stalled);
    sweep.from = std::move(outcome->next);
  }
}

constexpr auto kPurchasesChanging = std::to_array<Route>({
    {"POST", "/api/v1/purchase-orders/*/approve", kBodyBytesMax, post_approve},
    {"POST", "/api/v1/purchase-orders/*/send", kBodyBytesMax, post_send},
    {"POST", "/api/v1/purchase-orders/*/confirm", kBodyBytesMax, post_confirm},
    {"POST", "/api/v1/purchase-orders/*/cancel", kBodyBytesMax, post_cancel},
    {"POST", "/api/v1/purchase-orders/*/receive", kBodyBytesMax, post_receive},
    {"POST", "/api/v1/reorder", kBodyBytesMax, post_reorder},
});

}  // namespace

std::span<const Route> purchases_changing() {
  return kPurchasesChanging;
}

}  // namespace gateway::http
