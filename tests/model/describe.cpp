// SPDX-License-Identifier: MIT
#include <string>

#include "model/system.h"

namespace model {

std::string describe(const State& state) {
  std::string text;
  const auto number = [](int value) { return std::to_string(value); };
  for (const Device& device : state.devices) {
    const Journal& journal = device.journal;
    text += "      name " + number(device.name) + " epoch " + number(journal.epoch) + " from " +
            number(journal.first) + ":";
    for (int i = 0; i < journal.count; ++i) {
      text += " " + number(journal.scans[static_cast<std::size_t>(i)]);
    }
    text += ", covered " + number(device.covered) + (device.stopped != 0 ? ", stopped" : "");
    for (int i = 0; i < journal.notes_count; ++i) {
      const Note& note = journal.notes[static_cast<std::size_t>(i)];
      text += ", was " + number(note.name) + "/" + number(note.epoch) + " s " + number(note.s) +
              " n " + number(note.n) + " k " + number(note.k);
    }
    text += "\n";
  }
  text += "      ledger:";
  for (int i = 0; i < state.gateway.ledger_size; ++i) {
    text += " " + number(state.gateway.ledger[static_cast<std::size_t>(i)]);
  }
  for (const Exception& task : state.gateway.exceptions) {
    if (task.state == kFree) continue;
    text += "; task " + number(task.k) + " of " + number(task.epoch) + "/" + number(task.seq) +
            " state " + number(task.state);
  }
  for (int name = 0; name < kNames; ++name) {
    for (int epoch = 0; epoch < kEpochs; ++epoch) {
      const Row& row =
          state.gateway.rows[static_cast<std::size_t>(name)][static_cast<std::size_t>(epoch)];
      if (row.exists == 0 && row.foreign == 0) continue;
      text += "; row " + number(name) + "/" + number(epoch) + " acked " + number(row.acked) +
              " k " + number(row.k) + (row.lost != 0 ? " lost " + number(row.lost) : "");
    }
  }
  return text + "\n";
}

}  // namespace model
