// SPDX-License-Identifier: MIT
#include "commands/checks/grammar.h"

#include "commands/checks/action.h"

namespace gateway::cli {

void add_checks(const Grammar& root) {
  root.add("verify", "Recompute every figure from the ledger and compare").on_parsed(run_verify);
  root.add("doctor", "Check disk, clock, broker, store and outbox, and say what to do")
      .on_parsed(run_doctor);
}

}  // namespace gateway::cli
