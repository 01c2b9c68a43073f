// SPDX-License-Identifier: MIT
// POST: customers' orders.
#include <array>

#include "gateway/http/limits.h"
#include "gateway/intake/order.h"
#include "gateway/limits.h"
#include "gateway/orders/order.h"
#include "resources/orders/routes.h"
#include "resources/orders/rows.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"
#include "toolkit/problem.h"

namespace gateway::http {
namespace {

constexpr const char* kAddress = "/api/v1/orders/";
constexpr const char* kByExpected = "a name such as JANE";

Response no_such_order(std::string_view id) {
  return not_found("There is no order " + std::string(id) + ".");
}

/// What was done, and the order as it is now.
Response answer(Context& context, const Outcome& outcome, std::string_view id) {
  const auto view = open_view(context);
  const auto order = view ? find_order(**view, id) : std::nullopt;
  if (!order) return order_not_shown();
  const auto reservations = list_reservations(**view, order->number);
  if ((*view)->failure() != wire::Status::kOk) return order_not_shown();
  return answer_order(
      outcome, [&](wire::JsonWriter& json) { write_order_in_full(json, *order, reservations); });
}

Response change_order(Context& context, const Request& request, std::string_view name,
                      OrderAction action) {
  auto id = request_id(request);
  if (!id) return id.error();
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  ChangeOrder change{.id = std::string(name),
                     .action = action,
                     .why = {},
                     .by = body->text<wire::Operator>("by", wire::is_name, kByExpected),
                     .request_id = *std::move(id)};
  if (action == OrderAction::kCancel) change.why = body->reason("why");
  if (auto wrong = body->problems()) return *std::move(wrong);
  const auto outcome =
      ask_writer(context.inbox, std::move(change), context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->verdict == Verdict::kNotFound) return no_such_order(name);
  if (outcome->verdict == Verdict::kRefused) return answer_refusal(*outcome);
  return answer(context, *outcome, name);
}

Response other_content(const std::string& id) {
  return problem(409, "key_reused", "The order was refused",
                 "There is an order " + id +
                     " with other content already; it is unchanged. Give a new order a new name.");
}

/// The answer to what is no order of this version.
Response no_order(const Problem& why) {
  if (why.field.empty()) return bad_request("The order cannot be read: " + why.text + ".");
  return *bad_values({why});
}

/// A customer's order, as on the topic order/new; its id makes a repeat harmless. The answers
/// here and to later changes have the form of those to a change of a purchase order.
Response post_order(Context& context, const Request& request, std::string_view) {
  auto stated = intake::decode_order(request.body, intake::UnknownFields::kRefused);
  if (!stated) return no_order(stated.error());
  if (auto wrong = bad_values(stated->problems)) return *std::move(wrong);
  const std::string id = stated->order.id;
  const auto outcome =
      ask_writer(context.inbox, std::move(stated->order), context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->refused == wire::Refusal::kKeyReused) return other_content(id);
  if (outcome->verdict == Verdict::kRefused) return answer_change(*outcome, "changed");
  Response response = answer(context, *outcome, id);
  const bool made = outcome->verdict == Verdict::kDone && response.status == 200;
  if (made) response.status = 201;
  if (response.status < 300) response.headers.emplace_back("Location", kAddress + id);
  return response;
}

/// {"why","by"}.
Response post_order_cancel(Context& context, const Request& request, std::string_view name) {
  return change_order(context, request, name, OrderAction::kCancel);
}

/// {"by"}: picks everything that is reserved from the bins in which it is reserved.
Response post_order_ship(Context& context, const Request& request, std::string_view name) {
  return change_order(context, request, name, OrderAction::kShip);
}

constexpr auto kOrdersChanging = std::to_array<Route>({
    {"POST", "/api/v1/orders", kOrderBytesMax, post_order},
    {"POST", "/api/v1/orders/*/cancel", kBodyBytesMax, post_order_cancel},
    {"POST", "/api/v1/orders/*/ship", kBodyBytesMax, post_order_ship},
});

}  // namespace

std::span<const Route> orders_changing() {
  return kOrdersChanging;
}

}  // namespace gateway::http
