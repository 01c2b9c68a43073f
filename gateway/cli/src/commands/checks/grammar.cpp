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
  const Grammar gateway = root.add("gateway", "This gateway and another with its name");
  const auto claim = std::make_shared<GatewayTakeOver>();
  const Grammar taking =
      gateway.add("take-over", "Go on with this gateway, which holds because of another one");
  taking.option("--by", "NAME", claim->by, "Who says so");
  taking.on_parsed(take_over, claim);
  const auto restored = std::make_shared<Restored>();
  const Grammar restore = root.add(
      "restored", "After a restore, name the last numbers that were given out: mails go again");
  restore.required_option("--last-invoice", "N", restored->last_invoice,
                          "Last invoice that a customer got, such as INV-000012; 0: none");
  restore.required_option("--last-po", "N", restored->last_purchase,
                          "Last purchase order that a supplier got, such as PO-000017; 0: none");
  restore.flag("--sure", restored->sure,
               "More than 10 000 are meant to be left out, or nothing waits for the numbers");
  restore.option("--by", "NAME", restored->by, "Who says so");
  restore.on_parsed(tell_restored, restored, [restored] { return check_restored(*restored); });
}

}  // namespace gateway::cli
