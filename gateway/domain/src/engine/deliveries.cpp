// SPDX-License-Identifier: MIT
#include "engine/deliveries.h"

#include "orders/stages.h"
#include "outbox/queue.h"
#include "purchasing/deliveries.h"

namespace gateway {

namespace {

Outcome gone() {
  Outcome outcome;
  outcome.verdict = Verdict::kNotFound;
  return outcome;
}

}  // namespace

Outcome decide(Decision& decision, const DeliveryReport& report) {
  const auto row = find_outbox(decision.store, report.outbox_id);
  if (!row) return gone();
  if (report.state != DeliveryState::kSent) {
    postpone_row(decision, *row, report);
    return {};
  }
  finish_row(decision, row->id);
  if (row->notice) {
    note_mailed(decision, *row);
  } else {
    mark_delivered(decision, *row);
  }
  return {};
}

Outcome decide(Decision& decision, const ChangeOutbox& change) {
  const auto row = find_outbox(decision.store, change.id);
  if (!row) return gone();
  if (change.action == OutboxAction::kRetry) {
    retry_delivery(decision, *row);
    return {};
  }
  withdraw_row(decision, change.id);
  mark_dropped(decision, *row);
  return {};
}

}  // namespace gateway
