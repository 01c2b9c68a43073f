// SPDX-License-Identifier: MIT
// What became of a command, for its sender, and of orders, for the log. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/rows/origin.h"
#include "wire/ack.h"

namespace gateway {

/// One problem of an input row or field, for a person.
struct Problem {
  std::size_t line = 0;  ///< 1-based line of the file; 0: no file
  std::string field;     ///< the column or field; empty: the whole row
  std::string text;      ///< what is wrong with it

  friend bool operator==(const Problem&, const Problem&) = default;
};

enum class Verdict : std::uint8_t {
  kDone = 1,      ///< applied; `ledger_seq`: the last entry it made, 0: none
  kRepeated = 2,  ///< an id that came before: the first answer again, no change
  kTask = 3,      ///< stored for a person as task `task_id`, because of `refused`
  kRefused = 4,   ///< not stored: `refused` or `problems` say why
  kNotFound = 5,  ///< what the command names does not exist
};

/// What became of one command.
struct Outcome {
  Verdict verdict = Verdict::kDone;
  LedgerSeq ledger_seq = 0;
  std::uint64_t task_id = 0;
  std::optional<wire::Refusal> refused;
  std::vector<Problem> problems;
  std::uint64_t changed =
      0;              ///< rows imported, positions and purchase orders swept, or entries booked
  std::string next;   ///< where a sweep's next slice begins; empty: it is done
  bool more = false;  ///< a stage's queue, or what expires, has more
  /// A stage can do nothing now: try again later. Of a sweep: it orders nothing (RestoreWait).
  bool stalled = false;
};

/// One step of a customer's order, for the log.
struct OrderNote {
  std::string order;  ///< id
  std::string stage;  ///< as OrderStep::stage
  std::string text;
};

}  // namespace gateway
