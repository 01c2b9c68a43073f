// SPDX-License-Identifier: MIT
// Compares tasks with what withdrew, settled or caused them.
#include <set>

#include "stock/questions.h"
#include "stock/rows.h"
#include "tasks/rows.h"
#include "verify/verification.h"

namespace gateway {

namespace {

std::optional<Task> find_asked(const Verification& run, const NumberRow& row) {
  return get_row<Task>(run.store, Table::kExceptions, number_key(row.number));
}

/// The task is about that entry, and is not open once the entry was taken back.
bool fits_entry(const Verification& run, const Task& task, LedgerSeq seq) {
  const auto entry = find_entry(run.store, seq);
  const bool undone = run.store.get(Table::kReversals, number_key(seq)).has_value();
  return entry && entry->origin == task.origin && entry->ref == task.movement.ref &&
         is_question(task.why) && !(undone && task.state == TaskState::kOpen);
}

bool fits_bin(const Task& task, std::string_view bin) {
  return task.why == kCountAgain &&
         pair_key(task.movement.sku.view(), task.movement.to.view()) == bin;
}

/// Tasks about movements that are booked, and those that ask for a count, as filed.
std::set<std::uint64_t> read_questions(Verification& run) {
  std::set<std::uint64_t> asking;
  const auto read = [&](const std::string& prefix, auto fits) {
    scan_prefix<NumberRow>(
        run.store, Table::kMeta, prefix, [&](std::string_view key, const NumberRow& row) {
          const auto task = find_asked(run, row);
          if (!task || !fits(*task, key.substr(prefix.size()))) {
            run.problem("task " + std::to_string(row.number) + " is filed for something else");
          }
          asking.insert(row.number);
          return true;
        });
  };
  read(questioned_prefix(), [&](const Task& task, std::string_view key) {
    return fits_entry(run, task, number_of_key(key));
  });
  read(count_again_prefix(), fits_bin);
  return asking;
}

}  // namespace

void verify_tasks(Verification& run) {
  const auto asking = read_questions(run);
  std::uint64_t withdrawn = 0;
  run.each_numbered<Task>(
      Table::kExceptions, "tasks", &Task::id, run.counters.task, [&](const Task& task) {
        const bool of_scan = task.origin.seq != 0;
        const bool settled = task.state == TaskState::kSettled;
        const auto entry = find_entry(run.store, task.ledger_seq);
        const bool fits = settled ? entry && entry->origin == task.origin : task.ledger_seq == 0;
        if (!fits) {
          run.problem("task " + std::to_string(task.id) + " and what settled it differ");
        }
        const bool asks = task.state == TaskState::kOpen && is_question(task.why);
        if (asks && !asking.contains(task.id)) {
          run.problem("task " + std::to_string(task.id) + " asks about nothing");
        }
        if (task.state == TaskState::kWithdrawn && of_scan && task.closed_why.empty()) {
          ++withdrawn;
        }
      });
  if (withdrawn != run.withdrawals) run.problem("a task is withdrawn, and no scan withdrew it");
}

}  // namespace gateway
