// SPDX-License-Identifier: MIT
// What a running gateway measures of itself, for health checks and the doctor.
#include <vector>

#include "gateway/doctor/findings.h"
#include "running.h"
#include "system.h"

namespace gateway::daemon {

http::Health Running::health() const {
  const auto& counters = writer_.counters();
  http::Health health;
  health.pause_reason = writer_.pause_reason();
  health.intake_paused = !health.pause_reason.empty();
  const auto mqtt = broker_->counts();
  health.broker_connected = broker_->connected();
  health.deaf_or_mute = broker_->deaf_or_mute();
  const auto topics = broker_->reconciliation();
  health.topics = {topics.running, topics.rows, topics.rows_all, topics.corrected, topics.cleared};
  health.nothing_leaves = nothing_leaves();
  health.counters = {{"commands", counters.commands},
                     {"commits", counters.commits},
                     {"movements_received", counters.movements},
                     {"orders_received", counters.orders},
                     {"dropped_inbox_full", counters.dropped_full},
                     {"dropped_on_hold", counters.dropped_paused},
                     {"dropped_acks_forbidden", mqtt.dropped_mute},
                     {"broker_connections", mqtt.connections},
                     {"messages_unreadable", mqtt.unreadable},
                     {"plain_unconfirmed", mqtt.plain_unconfirmed},
                     {"acks_sent", mqtt.acks},
                     {"outbox_rows", outbox_rows_},
                     {"events_sent", mqtt.events},
                     {"events_dropped", mqtt.events_dropped},
                     {"checkpoints", writer_.checkpoints().count()},
                     {"checkpoint_us_longest", writer_.checkpoints().longest_us()}};
  return health;
}

doctor::Facts Running::facts() {
  doctor::Facts facts;
  facts.pause_reason = writer_.pause_reason();
  facts.held = claim_.held();
  facts.disk.path = config_.store_path;
  facts.disk.free_bytes = free_bytes(config_.store_path).value_or(0);
  facts.disk.free_bytes_min = config_.store_free_mb_min * kMebibyte;
  facts.disk.flush_us = measure_flush_us(config_.store_path);
  if (!facts.disk.flush_us) facts.disk.error = "the folder refuses a test file";
  facts.clock = clock_facts();
  facts.broker.url = config_.mqtt.urls;
  facts.broker.connected = broker_->connected();
  facts.broker.error = broker_->trouble();
  facts.broker.round_trip_us = broker_->round_trip_us();
  for (const mqtt::Right& right : broker_->rights()) {
    auto& names = right.state == mqtt::Right::State::kFailed     ? facts.rights.failed
                  : right.state == mqtt::Right::State::kUnproved ? facts.rights.unproved
                                                                 : facts.rights.proved;
    names.push_back(right.name);
  }
  facts.rights.deaf_or_mute = broker_->deaf_or_mute();
  const auto topics = broker_->reconciliation();
  facts.topics = {.comparing = topics.running,
                  .left_out = broker_->left_out(),
                  .strangers_left = !topics.swept,
                  .rows = topics.rows,
                  .rows_all = topics.rows_all,
                  .corrected = topics.corrected,
                  .cleared = topics.cleared};
  if (writer_.make_visible() == wire::Status::kOk) {
    if (const auto view = store_.snapshot()) {
      facts.outbox = doctor::outbox_fill(**view, clock_.now().wall_ms);
      facts.unreadable = doctor::unreadable_messages(**view, clock_.now().wall_ms);
      facts.restore = restore_wait(**view);
    }
  }
  // After these reads, which may meet damage themselves.
  facts.store = {writer_.counters().bytes_used, writer_.counters().bytes_max, store_.damage()};
  for (const auto& [name, why] : couriers_.blockages()) {
    facts.blocked.push_back({name, why.obstacle == Obstacle::kUs, why.text, why.advice,
                             (clock_.boot_ms() - why.since_boot_ms) / 1000});
  }
  if (config_.mail.url.starts_with(mail::kMaildirScheme)) {
    facts.mail_folder = config_.mail.url.substr(mail::kMaildirScheme.size());
  }
  return facts;
}

doctor::Facts::Clock Running::clock_facts() {
  const ClockReading reading = read_clock();
  return {.trust = clock_.trust(),
          .synchronised = reading.synchronised,
          .wall_ms = reading.wall_ms,
          .expected_ms = clock_.memory().step_expected_ms,
          .built_ms = built_ms()};
}

std::vector<http::Finding> Running::findings() {
  std::vector<http::Finding> findings;
  for (const doctor::Finding& each : doctor::judge(facts())) {
    findings.push_back({each.check, to_string(each.state), each.found, each.advice});
  }
  return findings;
}

}  // namespace gateway::daemon
