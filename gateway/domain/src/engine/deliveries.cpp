// SPDX-License-Identifier: MIT
#include "engine/deliveries.h"

#include "gateway/restore/restore.h"
#include "orders/stages.h"
#include "outbox/failed.h"
#include "outbox/queue.h"
#include "outbox/troubles.h"
#include "purchasing/deliveries.h"
#include "rows/manual_request.h"

namespace gateway {

namespace {

Outcome gone() {
  Outcome outcome;
  outcome.verdict = Verdict::kNotFound;
  return outcome;
}

/// It is not sent, and its order no longer waits for it.
void drop(BatchContext& context, const OutboxRow& row) {
  withdraw_row(context, row.id);
  mark_dropped(context, row);
}

}  // namespace

Outcome decide(BatchContext& context, const DeliveryReport& report) {
  const auto row = find_outbox(context.store, report.outbox_id);
  if (!row) return gone();
  tell_of_channel(context, *row, report);
  if (report.state != DeliveryState::kSent) {
    postpone_row(context, *row, report);
    return {};
  }
  finish_row(context, *row);
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
    // In vain: nothing leaves, and what the copy holds asks once more after the answer.
    if (context.counters.documents_wait) {
      return refuse("outbox", std::string("nothing leaves until ") + kNameLastNumbers +
                                  ". Then try it again");
    }
    retry_delivery(context, *row);
    return {};
  }
  if (row->state != DeliveryState::kInDoubt || row->notice) {
    drop(context, *row);
    return {};
  }
  withdraw_row(context, row->id);
  mark_delivered(context, *row);
  return {};
}

Outcome decide(BatchContext& context, const DropFailed& dropped) {
  Outcome outcome;
  for (const OutboxRow& row : failed_rows(context.store, dropped.share, dropped.rows_max + 1)) {
    outcome.more = outcome.changed == dropped.rows_max;
    if (outcome.more) break;
    drop(context, row);
    ++outcome.changed;
  }
  return outcome;
}

Outcome decide(BatchContext& context, const ArchiveFailed& archive) {
  Outcome outcome;
  for (const OutboxRow& row : old_failed_rows(context, archive.rows_max)) {
    archive_row(context, row);
    drop(context, row);
    ++outcome.changed;
  }
  return outcome;
}

}  // namespace gateway
