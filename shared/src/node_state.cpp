// SPDX-License-Identifier: MIT
#include "wire/node_state.h"

#include "wire/json_writer.h"
#include "wire/message_version.h"

namespace wire {
namespace {

void begin_state(JsonWriter& json, const NodeState& state, bool online) {
  json.begin_object().key("v").number(kMessageVersion);
  json.key("online").boolean(online);
  json.key("fw").string(state.fw.view());
  json.key("kind").string(state.kind.view());
}

}  // namespace

Result<std::string_view> write_node_state(const NodeState& state, std::span<char> out) {
  JsonWriter json(out);
  begin_state(json, state, true);
  if (state.battery_pct) json.key("battery_pct").number(*state.battery_pct);
  json.key("backlog").number(state.backlog).end_object();
  return json.finish();
}

Result<std::string_view> write_node_will(const NodeState& state, std::span<char> out) {
  JsonWriter json(out);
  begin_state(json, state, false);
  json.end_object();
  return json.finish();
}

}  // namespace wire
