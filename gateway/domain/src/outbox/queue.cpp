// SPDX-License-Identifier: MIT
#include "outbox/queue.h"

#include <algorithm>
#include <vector>

#include "gateway/limits.h"
#include "outbox/failed.h"
#include "outbox/rows.h"
#include "outbox/troubles.h"
#include "tasks/store_tasks.h"
#include "text/digits.h"
#include "text/excerpt.h"

namespace gateway {

namespace {

/// Where rows of this kind are counted beside the sum; null: nowhere, they are the rest.
std::uint64_t* counter_of(Counters& counters, OutboxKind kind) {
  switch (share_of(kind)) {
    case OutboxShare::kSupplier:
      return nullptr;
    case OutboxShare::kCustomer:
      return &counters.customer_mails;
    case OutboxShare::kUpstream:
      return &counters.posts;
  }
  return nullptr;
}

void count_row(Counters& counters, OutboxKind kind) {
  ++counters.outbox_rows;
  if (std::uint64_t* const share = counter_of(counters, kind)) ++*share;
}

void uncount_row(Counters& counters, OutboxKind kind) {
  --counters.outbox_rows;
  if (std::uint64_t* const share = counter_of(counters, kind)) --*share;
}

/// Nobody is asked about the row any more.
void close_row(BatchContext& context, OutboxRow& row) {
  if (row.task_id != 0) static_cast<void>(withdraw_task(context, row.task_id));
  row.task_id = 0;
  if (row.state == DeliveryState::kFailed) unlist_failed(context, row);
}

}  // namespace

OutboxRows outbox_rows(const Counters& counters) {
  OutboxRows rows;
  rows[OutboxShare::kCustomer] = counters.customer_mails;
  rows[OutboxShare::kUpstream] = counters.posts;
  rows[OutboxShare::kSupplier] = counters.outbox_rows - counters.customer_mails - counters.posts;
  return rows;
}

bool outbox_has_room(const BatchContext& context, OutboxKind kind) {
  const OutboxShare share = share_of(kind);
  return outbox_rows(context.counters)[share] < outbox_rows_max(share);
}

OutboxRow new_row(BatchContext& context, OutboxKind kind) {
  OutboxRow row;
  row.id = ++context.counters.outbox;
  row.kind = kind;
  row.created_ms = context.now.wall_trusted ? context.now.wall_ms : 0;
  row.next_ms = context.now.wall_ms;
  return row;
}

void queue_row(BatchContext& context, const OutboxRow& row) {
  put_row(context.store, Table::kOutbox, number_key(row.id), row);
  count_row(context.counters, row.kind);
  context.deliver(row.id);
}

std::string event_id_of(const BatchContext& context, std::string cause) {
  std::transform(cause.begin(), cause.end(), cause.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return cause + "." + hex8(context.counters.incarnation_id());
}

std::string message_id_of(const BatchContext& context, std::string cause) {
  // A site's name may hold dots side by side or at its end, a domain may not.
  std::string site = context.settings.site;
  std::replace(site.begin(), site.end(), '.', '-');
  return event_id_of(context, std::move(cause)) + "@" + site + ".shelfwire.invalid";
}

void retry_row(BatchContext& context, OutboxRow row) {
  close_row(context, row);
  row.state = DeliveryState::kQueued;
  row.next_ms = context.now.wall_ms;
  row.lost_answers = 0;
  row.refused_ms = 0;
  put_row(context.store, Table::kOutbox, number_key(row.id), row);
  context.retry(row.id);
}

void postpone_row(BatchContext& context, OutboxRow row, const DeliveryReport& report) {
  const bool in_doubt = row.state == DeliveryState::kInDoubt;
  const bool fails = report.state == DeliveryState::kFailed;
  if (fails || row.state == DeliveryState::kFailed) close_row(context, row);
  note_attempt(row, report.state);
  if (in_doubt && !fails) row.state = DeliveryState::kInDoubt;
  row.next_ms = report.next_ms;
  if (row.created_ms == 0 && context.now.wall_trusted) row.created_ms = context.now.wall_ms;
  row.error = excerpt(report.error, kReasonBytesMax);
  if (fails) {
    list_failed(context, row);
  } else {
    tell_of_row(context, row, report);
  }
  put_row(context.store, Table::kOutbox, number_key(row.id), row);
  context.deliver(row.id);  // effects.cpp leaves out one that waits for a person
}

std::uint64_t doubt_rows(BatchContext& context, std::uint64_t last) {
  std::vector<OutboxRow> found;
  scan_outbox(context.store, 0, [&](const OutboxRow& row) {
    if (row.id > last) return false;
    if (!needs_person(row) && row.kind != OutboxKind::kUpLow) found.push_back(row);
    return true;
  });
  for (OutboxRow& row : found) {
    close_row(context, row);
    row.state = DeliveryState::kInDoubt;
    put_row(context.store, Table::kOutbox, number_key(row.id), row);
    context.withdraw(row.id);
  }
  return found.size();
}

void finish_row(BatchContext& context, const OutboxRow& row) {
  OutboxRow finished = row;
  close_row(context, finished);
  context.store.erase(Table::kOutbox, number_key(row.id));
  uncount_row(context.counters, row.kind);
}

void withdraw_row(BatchContext& context, std::uint64_t id) {
  if (const auto row = find_outbox(context.store, id)) {
    finish_row(context, *row);
    const Counters& left = context.counters;
    const auto of_kind = is_mail(row->kind) ? left.outbox_rows - left.posts : left.posts;
    if (of_kind == 0) end_channel_trouble(context, row->kind);
  }
  context.withdraw(id);
}

void adopt_outbox(Store& store, Counters& counters) {
  counters.outbox_rows = counters.customer_mails = counters.posts = 0;
  std::vector<std::uint64_t> failed;
  scan_outbox(store, 0, [&](const OutboxRow& row) {
    count_row(counters, row.kind);
    if (row.state == DeliveryState::kFailed) failed.push_back(row.id);
    return true;
  });
  for (const std::uint64_t id : failed) {
    put_row(store, Table::kMeta, failed_key(0, id), NumberRow{id});
  }
}

}  // namespace gateway
