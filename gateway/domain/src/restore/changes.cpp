// SPDX-License-Identifier: MIT
#include "restore/changes.h"

#include <algorithm>
#include <utility>

#include "gateway/restore/restore.h"
#include "gateway/stock/ledger.h"
#include "restore/rows.h"
#include "tasks/store_tasks.h"

namespace gateway {

namespace {

RestoredRow find_restored(const BatchContext& context) {
  return get_row<RestoredRow>(context.store, Table::kMeta, kRestoredKey).value_or(RestoredRow{});
}

/// As random as the one given, and another one in each generation: the store of this start may
/// have been made with the one given.
std::uint64_t next_incarnation(const BatchContext& context) {
  constexpr std::uint32_t kOdd = 0x9e3779b9;  // so that no two generations give the same
  const std::uint32_t mixed = context.settings.new_incarnation + kOdd * context.counters.generation;
  return mixed == 0 ? 1 : mixed;
}

/// What the store makes from now on must not be taken for what it made before.
Outcome begin_incarnation(BatchContext& context, const char* why, std::string detail) {
  Counters& counters = context.counters;
  counters.incarnation = next_incarnation(context);
  ++counters.generation;
  RestoredRow row = find_restored(context);
  if (!counters.documents_wait) row.tasks.clear();
  counters.documents_wait = true;
  row.since_ms = context.now.wall_ms;
  row.why = why;
  row.order = counters.order;
  row.outbox = counters.outbox;
  row.invoice = counters.invoice;
  Task task;
  task.why = why;
  task.at_ms = context.now.wall_ms;
  task.detail =
      std::move(detail) + ". Invoices, purchase orders and mails wait until " + kNameLastNumbers;
  row.tasks.push_back(store_task(context, std::move(task)));
  put_row(context.store, Table::kMeta, kRestoredKey, row);
  return {};
}

}  // namespace

Outcome decide(BatchContext& context, const TellOfLoss& loss) {
  return begin_incarnation(
      context, "acked_lost",
      "the gateway was started without what it had acked after " +
          describe_entry(context.store, loss.after) +
          ": scanners send again what they still hold; count what was scanned since then, and look "
          "through orders and mails of that time");
}

Outcome decide(BatchContext& context, const TellOfMove&) {
  return begin_incarnation(
      context, "store_moved",
      "the store lies elsewhere than when the gateway was last started: a copy, a backup, or "
      "another box. If the gateway that it comes from still runs, stop one of them");
}

Outcome decide(BatchContext& context, const TellOfNewerSeq& evidence) {
  if (evidence.seq <= evidence.known) return {};
  begin_incarnation_on(context, "the broker was told of ledger entry " +
                                    std::to_string(evidence.seq) +
                                    ", which this store does not have");
  return {};
}

void begin_incarnation_on(BatchContext& context, const std::string& evidence) {
  if (context.counters.documents_wait) return;
  static_cast<void>(begin_incarnation(
      context, "store_older",
      "the store is older than what this gateway told others: " + evidence +
          ". A backup was put back, or the gateway was started with another store. Scanners send "
          "again what they still hold; count what was scanned since the backup"));
}

bool asks_last_numbers(const BatchContext& context, std::uint64_t task) {
  if (!context.counters.documents_wait) return false;
  const RestoredRow row = find_restored(context);
  return std::find(row.tasks.begin(), row.tasks.end(), task) != row.tasks.end();
}

bool may_repeat(const BatchContext& context, std::uint64_t order, std::uint64_t invoice) {
  if (context.counters.generation <= 1 || invoice == 0) return false;
  const RestoredRow row = find_restored(context);
  return order <= row.order && row.last_invoice > row.invoice && invoice > row.last_invoice;
}

void end_wait(BatchContext& context, std::uint64_t last_invoice, std::string_view by) {
  RestoredRow row = find_restored(context);
  for (const std::uint64_t task : row.tasks) static_cast<void>(withdraw_task(context, task, by));
  row.tasks.clear();
  row.last_invoice = last_invoice;
  put_row(context.store, Table::kMeta, kRestoredKey, row);
  context.counters.documents_wait = false;
}

std::uint64_t outbox_before(const BatchContext& context) {
  return find_restored(context).outbox;
}

}  // namespace gateway
