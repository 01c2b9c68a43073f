// SPDX-License-Identifier: MIT
#include "commands/checks/grammar.h"

#include <memory>

#include "commands/checks/action.h"

namespace gateway::cli {

void add_checks(const Grammar& root) {
  root.add("verify", "Recompute every figure from the ledger and compare").on_parsed(run_verify);
  root.add("doctor", "Check disk, clock, broker, store and outbox, and say what to do")
      .on_parsed(run_doctor);
  const Grammar clock = root.add("clock", "The system's clock");
  const auto confirmation = std::make_shared<ClockConfirm>();
  const Grammar confirm =
      clock.add("confirm", "Say that the clock is right, after a jump that doctor tells of");
  confirm.option("--by", "NAME", confirmation->by, "Who says so");
  confirm.on_parsed(confirm_clock, confirmation);
}

}  // namespace gateway::cli
