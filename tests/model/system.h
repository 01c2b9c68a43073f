// SPDX-License-Identifier: MIT
// What the parts of the modelled system do. All functions are pure but for the state they change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/rules.h"
#include "model/state.h"

namespace model {

// The gateway.
[[nodiscard]] Ack decide(State& state, const Batch& batch, const Rules& rules);
/// A person brings movements in a file. False: refused, and nothing changed.
bool import(State& state, const Batch& batch, const Rules& rules);
void book(State& state, Check k);
void note_on_disk(State& state, Check k);

// A scanner.
void scan(State& state, Device& device);
[[nodiscard]] Batch make_batch(const Device& device, int from, int count);
void drop_oldest(Journal& journal);
void fork(State& state, Device& device, const Rules& rules);
/// After a start: what is covered is unknown; another name than the journal's forks.
void open_journal(State& state, Device& device, const Rules& rules);
void take_ack(State& state, Device& device, const Ack& ack, bool retained, const Rules& rules);

// What can happen.

/// How much of everything a search allows.
struct Bounds {
  int scans = 3;
  int faults = 3;
  int kinds = 0xff;            ///< of Kind, that may happen
  int in_flight = 1;           ///< messages each way that are on their way at once, 1 or 2
  bool nameless = false;       ///< journals of the first release, which know no name
  bool person_settles = true;  ///< a person books a task
  std::uint64_t states = 0;    ///< stop after so many; 0: none
};

/// One step, packed: what, and on what.
using Action = std::uint16_t;
[[nodiscard]] std::vector<Action> all_actions();

[[nodiscard]] State first_state(const Bounds& bounds);
/// False: it cannot happen in this state. Else `state` is the one after it.
bool act(State& state, Action action, const Bounds& bounds, const Rules& rules);
[[nodiscard]] std::string describe(Action action);
[[nodiscard]] std::string describe(const State& state);

// What must hold.

/// The gateway has it in its ledger, or as a task in whatever state.
[[nodiscard]] bool is_on_disk(const State& state, Check scan);
/// An incident names a key that the movement has or had.
[[nodiscard]] bool is_named(const State& state, Check scan);
/// Of every state.
[[nodiscard]] Violation find_violation(const State& state);
/// Lets the faults stop: what is on its way is lost, all connect and send until nothing changes.
/// Of the state at rest: nobody is stuck and nothing is lost.
[[nodiscard]] Violation heal(State state, const Rules& rules);

}  // namespace model
