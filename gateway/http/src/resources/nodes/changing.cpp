// SPDX-License-Identifier: MIT
// POST: retires names of scanners, or takes them into use again; books scans from a file.
#include <array>

#include "gateway/http/limits.h"
#include "gateway/intake/up.h"
#include "gateway/scanners/commands.h"
#include "resources/nodes/routes.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"
#include "toolkit/json_text.h"

namespace gateway::http {
namespace {

wire::NodeName node_of(std::string_view name) {
  return wire::is_name(name) ? *wire::NodeName::from(name) : wire::NodeName{};
}

Response no_such_node(std::string_view name, std::string_view why) {
  return not_found("There is no scanner " + std::string(name) + std::string(why));
}

/// {"to","by"}: the name is retired, and its scanner is told the new one.
Response post_rename(Context& context, const Request& request, std::string_view name) {
  auto body = Body::read(request);
  if (!body) return body.error();
  body->require("to", "is missing: the new name");
  RenameNode renaming;
  renaming.from = node_of(name);
  renaming.to = body->text<wire::NodeName>("to", wire::is_name, "a scanner's name");
  renaming.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  if (auto wrong = body->problems()) return *std::move(wrong);
  const auto outcome = ask_writer(context.inbox, renaming, context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->verdict == Verdict::kNotFound) {
    return no_such_node(name, ": nobody ever sent under that name.");
  }
  if (outcome->verdict == Verdict::kRefused) return answer_refusal(*outcome);
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("node").string_lossy(name);
    json.key("renamed").string_lossy(renaming.to.view()).end_object();
  });
  return response;
}

/// {"by"}: the name is no longer retired.
Response post_add(Context& context, const Request& request, std::string_view name) {
  auto body = Body::read_optional(request);
  if (!body) return body.error();
  AddNode added;
  added.node = node_of(name);
  added.by = body->text<wire::Operator>("by", wire::is_name, "a name such as JANE");
  if (auto wrong = body->problems()) return *std::move(wrong);
  const auto outcome = ask_writer(context.inbox, added, context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->verdict == Verdict::kNotFound) {
    return no_such_node(name, " that is retired: a name that is not needs nothing to be used.");
  }
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("node").string_lossy(name).end_object();
  });
  return response;
}

/// One `up` message: {"taken"}, the movements that were new.
Response post_scans(Context& context, const Request& request, std::string_view name) {
  auto batch = intake::decode_up(node_of(name), request.body);
  if (!wire::is_name(name)) return no_such_node(name, ".");
  if (!batch) return bad_values({{0, "scans", batch.error()}}).value();
  const auto outcome =
      ask_writer(context.inbox, ImportScans{*std::move(batch)}, context.settings.answer_timeout_ms);
  if (!outcome) return outcome.error();
  if (outcome->verdict == Verdict::kRefused) return answer_refusal(*outcome);
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("taken").number(outcome->changed).end_object();
  });
  return response;
}

constexpr auto kNodesChanging = std::to_array<Route>({
    {"POST", "/api/v1/nodes/*/rename", kBodyBytesMax, post_rename},
    {"POST", "/api/v1/nodes/*/add", kBodyBytesMax, post_add},
    {"POST", "/api/v1/nodes/*/scans", wire::kBatchBytesMax, post_scans},
});

}  // namespace

std::span<const Route> nodes_changing() {
  return kNodesChanging;
}

}  // namespace gateway::http
