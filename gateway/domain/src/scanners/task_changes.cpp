// SPDX-License-Identifier: MIT
#include "scanners/task_changes.h"

#include <algorithm>
#include <string>

#include "gateway/catalogue/catalogue.h"
#include "gateway/limits.h"
#include "gateway/restore/restore.h"
#include "restore/changes.h"
#include "rows/manual_request.h"
#include "scanners/histories.h"
#include "stock/booking.h"
#include "stock/questions.h"
#include "tasks/rows.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

/// The task if it is open and a person may close it; else the outcome to answer with.
tl::expected<Task, Outcome> find_open(const BatchContext& context, std::uint64_t id) {
  const auto task = get_row<Task>(context.store, Table::kExceptions, number_key(id));
  if (!task) {
    Outcome missing;
    missing.verdict = Verdict::kNotFound;
    return tl::unexpected(missing);
  }
  if (task->state != TaskState::kOpen) {
    return tl::unexpected(
        refuse("id", "task " + std::to_string(id) + " is " + to_string(task->state) + " already"));
  }
  // Closed by hand, nobody would be told any more why documents and mails wait.
  if (asks_last_numbers(context, id)) {
    return tl::unexpected(
        refuse("id", "task " + std::to_string(id) + " stays open until " + kNameLastNumbers));
  }
  return *task;
}

void close(BatchContext& context, Task& task, TaskState state, const wire::Operator& by) {
  task.state = state;
  task.closed_by = by.view();
  task.closed_ms = context.now.wall_ms;
  put_row(context.store, Table::kExceptions, number_key(task.id), task);
}

MovementChannel channel_of(const Origin& origin) {
  if (origin.seq != 0) return MovementChannel::kScanner;
  return origin.source == kManualSource ? MovementChannel::kManual : MovementChannel::kPlain;
}

/// Whether the task holds a movement that could not be booked. One that could not be read
/// completely does not count: even its operation may be a default.
bool holds_movement(const Task& task) {
  for (int kind = 1; kind <= static_cast<int>(IncidentKind::kLast); ++kind) {
    if (task.why == incident_task(static_cast<IncidentKind>(kind))) return false;
  }
  return !task.origin.source.empty() && task.why != "discrepancy" && !is_question(task.why) &&
         task.why != to_string(wire::Refusal::kMalformed) && task.movement.op != wire::Op::kUndo;
}

/// Whether it is the number of several pieces: a GTIN-14 with an indicator digit. One that was
/// misread or misprinted counts too.
bool is_case(std::string_view code) {
  constexpr std::size_t kAimIdentifierBytes = 3;  // "]I1"
  if (code.starts_with(']')) code.remove_prefix(std::min(code.size(), kAimIdentifierBytes));
  constexpr std::size_t kGtin14Digits = 14;
  return code.size() == kGtin14Digits && code.front() != '0' &&
         code.find_first_not_of("0123456789") == code.npos;
}

/// What the task holds, as it is to be booked; else why it cannot be.
tl::expected<wire::Movement, Outcome> movement_of(const BatchContext& context, const Task& task,
                                                  const SettleTask& settlement) {
  wire::Movement movement = task.movement;
  movement.sku = settlement.sku;
  if (settlement.pack != 0) {
    if (movement.qty > wire::kQuantityMax / settlement.pack) {
      return tl::unexpected(refuse(
          "pack", std::to_string(settlement.pack) + " times " + std::to_string(movement.qty) +
                      " that were scanned must be at most " + std::to_string(wire::kQuantityMax)));
    }
    movement.qty *= settlement.pack;
    return movement;
  }
  const auto meaning = resolve_code(context.store, movement.code.view());
  if (meaning && meaning->sku == settlement.sku) {
    movement.sku = {};  // it is booked by its code, with the pack of that
  } else if (is_case(movement.code.view())) {
    return tl::unexpected(
        refuse("pack", "is missing: " + std::string(movement.code.view()) +
                           " is the number of a case. Say how many are in one, or "
                           "give the item that barcode with its pack first"));
  }
  return movement;
}

}  // namespace

Outcome decide(BatchContext& context, const SettleTask& settlement) {
  auto task = find_open(context, settlement.id);
  if (!task) return task.error();
  if (!holds_movement(*task)) {
    return refuse("id", "task " + std::to_string(settlement.id) +
                            " holds no movement to book: see to its cause, then dismiss it");
  }
  const auto movement = movement_of(context, *task, settlement);
  if (!movement) return movement.error();
  const auto booked = book_at(context, *movement, task->origin, channel_of(task->origin),
                              {task->at_ms, task->at_source});
  if (!booked) {
    auto outcome =
        refuse("sku", std::string("still cannot be booked: ") + to_string(booked.error()));
    outcome.refused = booked.error();
    return outcome;
  }
  task->ledger_seq = booked->seq;
  close(context, *task, TaskState::kSettled, settlement.by);
  const Origin& origin = task->origin;
  const auto key = booked_key(origin.source, origin.epoch, origin.seq);
  if (auto row = get_row<Booked>(context.store, Table::kBooked, key);
      row && origin.seq != 0 && row->as == BookedAs::kTask && row->id == task->id) {
    row->as = BookedAs::kSettled;
    put_row(context.store, Table::kBooked, key, *row);
  }
  Outcome outcome;
  outcome.ledger_seq = booked->seq;
  outcome.task_id = settlement.id;
  return outcome;
}

Outcome decide(BatchContext& context, const DismissTask& dismissal) {
  auto task = find_open(context, dismissal.id);
  if (!task) return task.error();
  if (dismissal.why.empty()) return refuse("why", "is missing: say why nothing is booked");
  task->closed_why = excerpt(dismissal.why, kReasonBytesMax);
  close(context, *task, TaskState::kDismissed, dismissal.by);
  if (task->why == incident_task(IncidentKind::kEpochFlood)) {
    context.store.erase(Table::kHistories, epoch_count_key(task->origin.source));
  }
  Outcome outcome;
  outcome.task_id = dismissal.id;
  return outcome;
}

}  // namespace gateway
