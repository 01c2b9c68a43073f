// SPDX-License-Identifier: MIT
#include "rival_watch.h"

#include "wire/json_reader.h"
#include "wire/message_version.h"

namespace gateway::mqtt {
namespace {

struct SaidState {
  GatewayIdentity who;
  bool online = false;
};

/// Nothing: not the state of a gateway. A part that an older program does not write stays 0.
std::optional<SaidState> read_state(std::string_view payload) {
  wire::JsonReader reader;
  if (reader.read(payload) != wire::Status::kOk) return std::nullopt;
  const wire::JsonValue message = reader.root();
  if (wire::check_version(message) != wire::Status::kOk) return std::nullopt;
  const auto online = message.find("online");
  if (!online || !online->boolean()) return std::nullopt;
  SaidState said;
  said.online = *online->boolean();
  const auto number = [&](const char* name, std::int64_t max) {
    const auto value = message.find(name);
    const auto found = value ? value->integer(0, max) : wire::Result<std::int64_t>(std::int64_t{0});
    return found.value_or(0);
  };
  const auto hex = [&](const char* name) {
    const auto value = message.find(name);
    return value ? value->hex32().value_or(0) : 0;
  };
  said.who.run = hex("run");
  said.who.started_ms = number("started_ms", INT64_MAX);
  said.who.incarnation.id = hex("incarnation");
  said.who.incarnation.generation = static_cast<std::uint32_t>(number("generation", UINT32_MAX));
  said.who.claim = static_cast<std::uint32_t>(number("claim", UINT32_MAX));
  return said;
}

}  // namespace

RivalWatch::RivalWatch(const live::Topics& topics, std::uint32_t our_run)
    : state_topic_(topics.gateway_state().view()), our_run_(our_run) {}

std::optional<GatewayIdentity> RivalWatch::arrived(const Arrival& arrival) {
  if (arrival.topic != state_topic_) return std::nullopt;
  const auto said = read_state(arrival.payload);
  if (!said) return std::nullopt;
  if (said->who.run == our_run_) {
    ours_came_back_ = true;
    return std::nullopt;
  }
  if (!ours_came_back_) return std::nullopt;
  if (!said->online && went_offline_ != said->who.run) {
    went_offline_ = said->who.run;
    return std::nullopt;
  }
  return said->who;
}

}  // namespace gateway::mqtt
