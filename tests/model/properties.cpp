// SPDX-License-Identifier: MIT
#include <algorithm>

#include "model/system.h"

namespace model {

namespace {

bool is_lost(const State& state, const Place& key) {
  return std::any_of(state.gateway.rows.begin(), state.gateway.rows.end(),
                     [&](const auto& rows) { return (rows[key.epoch].lost >> key.seq & 1U) != 0; });
}

int times_booked(const State& state, Check scan) {
  const auto& ledger = state.gateway.ledger;
  return static_cast<int>(
      std::count(ledger.begin(), ledger.begin() + state.gateway.ledger_size, scan));
}

int tasks_of(const State& state, Check scan, ExceptionState wanted) {
  const auto& tasks = state.gateway.exceptions;
  return static_cast<int>(std::count_if(tasks.begin(), tasks.end(), [&](const Exception& task) {
    return task.state == wanted && task.k == scan;
  }));
}

/// Work for a person, and what alone may call for it.
bool has_work_without_cause(const State& state) {
  const Byte kinds = state.ghost.kinds;
  const bool nameless = state.devices[0].journal.name == kNone;
  const bool renamed_without_node = (kinds & kSetName) != 0;
  const bool two_histories = (kinds & (kCopy | kRot)) != 0;
  for (const Exception& task : state.gateway.exceptions) {
    const bool undone_rename = (kinds & kRestore) != 0 && (kinds & kRename) != 0;
    if (task.state == kOpen && !two_histories && !renamed_without_node && !undone_rename &&
        (kinds & kForged) == 0) {
      return true;
    }
  }
  for (const auto& rows : state.gateway.rows) {
    for (const Row& row : rows) {
      if (row.key_reused != 0 && !two_histories && (kinds & kForged) == 0) return true;
      if (row.lost != 0 && (kinds & (kRestore | kForged | kCopy | kRot)) == 0) return true;
      if (row.foreign != 0 && (!nameless || (kinds & (kCopy | kSetName | kRename)) == 0))
        return true;
    }
  }
  const auto& named = state.gateway.history_lost;
  const bool forked_into_nothing =
      std::any_of(named.begin(), named.end(), [](Byte upto) { return upto != 0; });
  return forked_into_nothing && (kinds & (kRestore | kForged | kCopy | kRot)) == 0;
}

bool is_safe(const State& state, Check scan) {
  if ((state.ghost.destroyed >> scan & 1U) != 0) return true;
  if (times_booked(state, scan) > 0 || is_named(state, scan)) return true;
  return tasks_of(state, scan, kOpen) + tasks_of(state, scan, kSettled) > 0;
}

/// A device is connected and speaks until the answer changes nothing.
bool exchange(State& state, Device& device, const Rules& rules) {
  const Device before = device;
  const Gateway gateway_before = state.gateway;
  const int waiting = device.journal.last() - device.covered;
  const bool idle = waiting == 0 || device.stopped != 0;
  const Batch batch = idle ? make_batch(device, device.journal.last() + 1, 0)
                           : make_batch(device, device.covered + 1, waiting);
  const Ack ack = decide(state, batch, rules);
  state.retained[batch.name] = ack;
  for (Device& each : state.devices) {
    if (each.name == batch.name) take_ack(state, each, ack, false, rules);
  }
  static_assert(alignof(Device) == 1 && alignof(Gateway) == 1);
  const auto differs = [](const auto& a, const auto& b) {
    const auto* left = reinterpret_cast<const Byte*>(&a);
    return !std::equal(left, left + sizeof(a), reinterpret_cast<const Byte*>(&b));
  };
  return differs(before, device) || differs(gateway_before, state.gateway);
}

}  // namespace

bool is_on_disk(const State& state, Check scan) {
  if (times_booked(state, scan) > 0) return true;
  const auto& tasks = state.gateway.exceptions;
  return std::any_of(tasks.begin(), tasks.end(),
                     [&](const Exception& task) { return task.state != kFree && task.k == scan; });
}

bool is_named(const State& state, Check scan) {
  if (scan < 1 || scan > kScansMax) return false;
  for (const Place& place : state.ghost.places[scan - 1U]) {
    if (place.seq == 0) continue;
    if (state.gateway.history_lost[place.epoch] >= place.seq || is_lost(state, place)) return true;
  }
  return false;
}

Violation find_violation(const State& state) {
  if (state.ghost.violation != 0) return static_cast<Violation>(state.ghost.violation);
  for (int scan = 1; scan <= state.ghost.scans_made; ++scan) {
    const auto k = static_cast<Check>(scan);
    const int claims = times_booked(state, k) + tasks_of(state, k, kOpen);
    if (claims > 1) return kDoubled;
  }
  return has_work_without_cause(state) ? kWithoutCause : kNoViolation;
}

Violation heal(State state, const Rules& rules) {
  state.up = {};
  state.acks = {};
  for (Device& device : state.devices) {
    const Ack ack = state.retained[device.name];
    if (ack.used != 0) take_ack(state, device, ack, true, rules);
  }
  constexpr int kRoundsMax = 12;
  bool moved = true;
  for (int round = 0; moved; ++round) {
    if (round == kRoundsMax) return kStuck;
    moved = false;
    for (Device& device : state.devices) {
      moved |= exchange(state, device, rules);
      const Byte to = state.gateway.renamed_to[device.name];
      if (device.stopped == 0 || to == 0) continue;
      device.name = static_cast<Byte>(to - 1);  // the person does what the scanner says
      open_journal(state, device, rules);
      moved = true;
    }
    if (const auto found = find_violation(state); found != kNoViolation) return found;
  }
  for (const Device& device : state.devices) {
    const bool retired = state.gateway.renamed_to[device.name] != 0;
    if (device.covered != device.journal.last() || device.stopped != 0 || retired) return kStuck;
  }
  for (int scan = 1; scan <= state.ghost.scans_made; ++scan) {
    if (!is_safe(state, static_cast<Check>(scan))) return kLost;
  }
  // What a forged message skipped is not lost, nor is it work for a person.
  if ((state.ghost.kinds & ~(kForged | kRename | kOther)) != 0) return kNoViolation;
  for (int scan = 1; scan <= state.ghost.scans_made; ++scan) {
    const auto k = static_cast<Check>(scan);
    const bool skipped = is_lost(state, state.ghost.places[k - 1U][0]);
    if (times_booked(state, k) != 1 && (skipped || tasks_of(state, k, kOpen) == 0)) {
      return kWithoutCause;
    }
  }
  return kNoViolation;
}

const char* to_string(Violation violation) {
  static constexpr std::array<const char*, 8> kWords = {
      "none",  "green ahead of the disk", "doubled",           "lost",
      "stuck", "without cause",           "forks without end", "identity reused"};
  return kWords[violation];
}

}  // namespace model
