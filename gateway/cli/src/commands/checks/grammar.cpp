// SPDX-License-Identifier: MIT
#include "commands/checks/grammar.h"

namespace gateway::cli {

void add_checks(const Grammar& root) {
  root.add("verify", "Recompute every figure from the ledger and compare").means([] {
    return Verify{};
  });
  root.add("doctor", "Check disk, clock, broker, store and outbox, and say what to do").means([] {
    return Doctor{};
  });
}

}  // namespace gateway::cli
