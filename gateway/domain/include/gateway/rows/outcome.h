// SPDX-License-Identifier: MIT
// What became of a command, for whoever gave it, and of orders, for the log.
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
  std::string field;
  std::string text;

  friend bool operator==(const Problem&, const Problem&) = default;
};

enum class Verdict : std::uint8_t {
  kDone = 1,      ///< applied; `ledger_seq` where one entry was made
  kRepeated = 2,  ///< same request seen before: nothing changed, the first answer again
  kTask = 3,      ///< stored for a person as `task_id`, because of `refused`
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
  std::uint64_t changed = 0;  ///< rows written by an import; what a sweep did; entries booked
  std::string next;           ///< of a sweep: where its next slice begins; empty: it is done
  bool more = false;          ///< of a stage: its queue is not empty
  bool stalled = false;       ///< of a stage: it can do nothing now, and is to be tried later
};

/// What a stage did with an order, for the log.
struct OrderNote {
  std::string order;  ///< id
  std::string stage;
  std::string text;
};

}  // namespace gateway
