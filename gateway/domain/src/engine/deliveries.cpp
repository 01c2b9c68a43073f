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

Outcome decide(BatchContext& context, const DeliveryReport& report) {
  const auto row = find_outbox(context.store, report.outbox_id);
  if (!row) return gone();
  if (report.state != DeliveryState::kSent) {
    postpone_row(context, *row, report);
    return {};
  }
  finish_row(context, row->id);
  if (row->notice) {
    note_mailed(context, *row);
  } else {
    mark_delivered(context, *row);
  }
  return {};
}

Outcome decide(BatchContext& context, const ChangeOutbox& change) {
  const auto row = find_outbox(context.store, change.id);
  if (!row) return gone();
  if (change.action == OutboxAction::kRetry) {
    retry_delivery(context, *row);
    return {};
  }
  withdraw_row(context, change.id);
  mark_dropped(context, *row);
  return {};
}

}  // namespace gateway
