// SPDX-License-Identifier: MIT
#include "sim/world.h"

#include <algorithm>
#include <cassert>

namespace sim {

namespace {
constexpr TimeMs kTickMs = 100;
}  // namespace

World::World(std::uint32_t seed)
    : gateway(*this), random_(seed), topics_(*wire::Topics::make("shelfwire/v1", "main")) {
  fate = [](const Message&) { return std::vector<TimeMs>{5}; };
}

Node& World::add_node(const std::string& name, const NodeSettings& settings) {
  return nodes.emplace_back(*this, name, settings, static_cast<std::uint32_t>(random_()));
}

void World::after(TimeMs delay_ms, std::function<void()> what) {
  events_.push({now_ms_ + delay_ms, ++order_, std::move(what)});
}

void World::step_to(TimeMs until_ms) {
  while (!events_.empty() && events_.top().at_ms <= until_ms) {
    const auto what = events_.top().what;
    now_ms_ = std::max(now_ms_, events_.top().at_ms);
    events_.pop();
    what();
  }
  now_ms_ = until_ms;
  for (Node& node : nodes) node.tick();
}

void World::run_for(TimeMs ms) {
  for (const TimeMs end = now_ms_ + ms; now_ms_ < end;) step_to(std::min(now_ms_ + kTickMs, end));
}

bool World::run_until(const std::function<bool()>& condition, TimeMs ms) {
  for (const TimeMs end = now_ms_ + ms; now_ms_ < end;) {
    if (condition()) return true;
    step_to(std::min(now_ms_ + kTickMs, end));
  }
  return condition();
}

wire::Operator World::next_operator() {
  const std::string digits = std::to_string(++scans_);
  return *wire::Operator::from("S" + std::string(9 - digits.size(), '0') + digits);
}

void World::stop_broker() {
  broker_up_ = false;
  for (Node& node : nodes) node.disconnect();
}

void World::start_broker(bool wiped) {
  broker_up_ = true;
  if (wiped) retained_acks.clear();
}

/// A message on its way survives its sender's connection, as in a real network:
/// it may arrive late, behind those of the next connection.
void World::send_up(const std::string& node, const std::string& payload) {
  for (const TimeMs delay_ms : fate({true, node, payload})) {
    after(delay_ms, [this, node, payload] {
      if (broker_up_ && gateway.up()) gateway.receive(node, payload);
    });
  }
}

void World::send_ack(const std::string& node, const std::string& payload) {
  if (!broker_up_) return;
  retained_acks[node] = payload;
  for (Node& each : nodes) {
    if (each.name() != node || !each.connected()) continue;
    for (const TimeMs delay_ms : fate({false, node, payload})) {
      after(delay_ms, [&each, payload, connection = each.connection()] {
        each.deliver_ack(payload, false, connection);
      });
    }
  }
}

}  // namespace sim
