// SPDX-License-Identifier: MIT
// POST: closes tasks, changes rows of the outbox.
#include <array>
#include <charconv>

#include "gateway/http/limits.h"
#include "gateway/limits.h"
#include "gateway/outbox/outbox.h"
#include "gateway/stock/ledger.h"
#include "gateway/tasks/tasks.h"
#include "resources/tasks/routes.h"
#include "resources/tasks/rows.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"
#include "toolkit/json_text.h"

namespace gateway::http {
namespace {

/// The number in an address; 0, which nothing has, when it is not a number.
std::uint64_t number_of(std::string_view name) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

Response no_such_task(std::string_view name) {
  return not_found("There is no task " + std::string(name) + ".");
}

Response no_such_row(std::string_view name) {
  return not_found("There is no row " + std::string(name) +
                   " in the outbox; one that was there is delivered, or was dropped.");
}

/// What settling a task booked. It is booked also where it cannot be read now: then nothing.
void write_booked(wire::JsonWriter& json, const Context& context, LedgerSeq seq) {
  const auto entry = read_view(context, [&](const Reader& view) { return find_entry(view, seq); });
  if (!entry || !*entry) return;
  json.key("op").string(wire::to_string((*entry)->op));
  json.key("sku").string_lossy((*entry)->sku.view());
  json.key("qty").number((*entry)->qty);
  json.key("from").string_lossy((*entry)->from.view());
  json.key("to").string_lossy((*entry)->to.view());
}

Response close_task(Context& context, Command command, std::string_view name, TaskState state) {
  const auto outcome =
      ask_writer(context.inbox, std::move(command), context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->verdict == Verdict::kNotFound) return no_such_task(name);
  if (outcome->verdict == Verdict::kRefused) return answer_refusal(*outcome);
  Response response;
  if (outcome->ledger_seq != 0) response.status = 201;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("id").number(outcome->task_id);
    json.key("state").string(to_string(state));
    json.key("seq").number(outcome->ledger_seq);
    if (outcome->ledger_seq != 0) write_booked(json, context, outcome->ledger_seq);
    json.end_object();
  });
  return response;
}

Response change_row(Context& context, const Request& request, std::string_view name,
                    OutboxAction action) {
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  if (auto wrong = body->problems()) return *std::move(wrong);
  const std::uint64_t id = number_of(name);
  // Reads it before, because a dropped row is gone afterwards.
  const auto before = read_view(context, [&](const Reader& view) { return find_outbox(view, id); });
  if (!before) return before.error();
  const auto& row = *before;
  if (!row) return no_such_row(name);
  const auto outcome = ask_writer(context.inbox, ChangeOutbox{.id = id, .action = action},
                                  context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->verdict == Verdict::kNotFound) return no_such_row(name);
  if (outcome->verdict == Verdict::kRefused) return answer_refusal(*outcome);
  Response response;
  response.body =
      json_text([&](wire::JsonWriter& json) { write_outbox(json, *row, nothing_leaves(context)); });
  return response;
}

/// {"sku","by","pack"}: books a task's movement: {"id","state","seq"}, and "op","sku","qty","from",
/// "to" of what was booked.
Response post_settle(Context& context, const Request& request, std::string_view name) {
  auto body = Body::read(request);
  if (!body) return body.error();
  body->require("sku", "is missing: the item that was meant");
  SettleTask settlement;
  settlement.id = number_of(name);
  settlement.sku = body->text<wire::Sku>("sku", wire::is_name, "a SKU");
  settlement.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  settlement.pack = body->number("pack", 1, kPackMax).value_or(0);
  if (auto wrong = body->problems()) return *std::move(wrong);
  return close_task(context, settlement, name, TaskState::kSettled);
}

/// {"why","by"}: closes a task for which nothing is to be booked: {"id","state","seq"}.
Response post_dismiss(Context& context, const Request& request, std::string_view name) {
  auto body = Body::read(request);
  if (!body) return body.error();
  body->require("why", "is missing: say why nothing is booked");
  DismissTask dismissal;
  dismissal.id = number_of(name);
  dismissal.why = body->reason("why");
  dismissal.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  if (auto wrong = body->problems()) return *std::move(wrong);
  return close_task(context, std::move(dismissal), name, TaskState::kDismissed);
}

/// Delivers a row of the outbox at once, or drops it. The answer is the row as it was before. While
/// the last numbers are not named after a restore the former is refused.
Response post_retry(Context& context, const Request& request, std::string_view name) {
  return change_row(context, request, name, OutboxAction::kRetry);
}

Response post_drop(Context& context, const Request& request, std::string_view name) {
  return change_row(context, request, name, OutboxAction::kDrop);
}

/// {"kind"}: drops all that failed, of a share or of each: {"dropped"}.
Response post_drop_failed(Context& context, const Request& request, std::string_view) {
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  const std::string_view kind = body->string("kind");
  const auto share = parse_outbox_share(kind);
  if (!kind.empty() && !share) body->refuse("kind", "must be supplier, customer or upstream");
  if (auto wrong = body->problems()) return *std::move(wrong);
  std::uint64_t dropped = 0;
  for (bool more = true; more;) {  // in slices, so that scans are booked in between
    const auto outcome = ask_writer(context.inbox, DropFailed{share, kOutboxSliceMax},
                                    context.settings.answer_timeout_ms);
    if (!outcome) return outcome.error();
    dropped += outcome->changed;
    more = outcome->more;
  }
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("dropped").number(dropped).end_object();
  });
  return response;
}

constexpr auto kTasksChanging = std::to_array<Route>({
    {"POST", "/api/v1/tasks/*/settle", kBodyBytesMax, post_settle},
    {"POST", "/api/v1/tasks/*/dismiss", kBodyBytesMax, post_dismiss},
    {"POST", "/api/v1/outbox/*/retry", kBodyBytesMax, post_retry},
    {"POST", "/api/v1/outbox/*/drop", kBodyBytesMax, post_drop},
    {"POST", "/api/v1/outbox/drop-failed", kBodyBytesMax, post_drop_failed},
});

}  // namespace

std::span<const Route> tasks_changing() {
  return kTasksChanging;
}

}  // namespace gateway::http
