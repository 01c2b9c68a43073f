// SPDX-License-Identifier: MIT
#include "scanners/exception_changes.h"

#include <string>

#include "gateway/limits.h"
#include "rows/by_hand.h"
#include "scanners/rows.h"
#include "stock/booking.h"
#include "tasks/rows.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

/// The exception if it waits; else what to answer.
tl::expected<Exception, Outcome> find_open(const Decision& decision, std::uint64_t id) {
  const auto exception = get_row<Exception>(decision.store, Table::kExceptions, number_key(id));
  if (!exception) {
    Outcome missing;
    missing.verdict = Verdict::kNotFound;
    return tl::unexpected(missing);
  }
  if (exception->state != TaskState::kOpen) {
    return tl::unexpected(refuse("id", "exception " + std::to_string(id) + " is " +
                                           to_string(exception->state) + " already"));
  }
  return *exception;
}

void close(Decision& decision, Exception& exception, TaskState state, const wire::Operator& by) {
  exception.state = state;
  exception.closed_by = by.view();
  exception.closed_ms = decision.now.wall_ms;
  put_row(decision.store, Table::kExceptions, number_key(exception.id), exception);
}

MovementChannel channel_of(const Origin& origin) {
  if (origin.seq != 0) return MovementChannel::kScanner;
  return origin.source == kManualSource ? MovementChannel::kManual : MovementChannel::kPlain;
}

/// Of a scan that could not be booked; a task of another kind holds no movement. One that
/// could not be read whole holds a guess: even its operation may be a default.
bool holds_movement(const Exception& exception) {
  return !exception.origin.source.empty() && exception.why != "discrepancy" &&
         exception.why != to_string(wire::Refusal::kMalformed) &&
         exception.movement.op != wire::Op::kUndo;
}

}  // namespace

Outcome decide(Decision& decision, const SettleException& settlement) {
  auto exception = find_open(decision, settlement.id);
  if (!exception) return exception.error();
  if (!holds_movement(*exception)) {
    return refuse("id", "exception " + std::to_string(settlement.id) +
                            " holds no movement to book: see to its cause, then dismiss it");
  }
  wire::Movement movement = exception->movement;
  movement.sku = settlement.sku;
  const auto booked = book_at(decision, movement, exception->origin, channel_of(exception->origin),
                              {exception->at_ms, exception->at_source});
  if (!booked) {
    return refuse("sku", std::string("still cannot be booked: ") + to_string(booked.error()));
  }
  exception->ledger_seq = *booked;
  close(decision, *exception, TaskState::kSettled, settlement.by);
  const Origin& origin = exception->origin;
  const auto key = booked_key(origin.source, origin.epoch, origin.seq);
  if (auto row = get_row<Booked>(decision.store, Table::kBooked, key); row && origin.seq != 0) {
    row->as = BookedAs::kSettled;
    put_row(decision.store, Table::kBooked, key, *row);
  }
  Outcome outcome;
  outcome.ledger_seq = *booked;
  outcome.exception_id = settlement.id;
  return outcome;
}

Outcome decide(Decision& decision, const DismissException& dismissal) {
  auto exception = find_open(decision, dismissal.id);
  if (!exception) return exception.error();
  if (dismissal.why.empty()) return refuse("why", "is missing: say why nothing is booked");
  exception->closed_why = excerpt(dismissal.why, kReasonBytesMax);
  close(decision, *exception, TaskState::kDismissed, dismissal.by);
  Outcome outcome;
  outcome.exception_id = dismissal.id;
  return outcome;
}

}  // namespace gateway
