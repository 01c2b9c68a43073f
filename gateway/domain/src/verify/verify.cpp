// SPDX-License-Identifier: MIT
#include "gateway/verify/verify.h"

#include <algorithm>

#include "verify/verification.h"

namespace gateway {

namespace {

LedgerFold read_alone(const Verification& run) {
  LedgerFold fold;
  LedgerParts parts(run.counters.ledger);
  while (const auto part = parts.next()) {
    fold.read(run.store, *part);
    if (run.progress && !part->to_the_end) run.progress(fold.entries);
  }
  return fold;
}

/// Names the store's failure, unless the reader of the ledger did.
void name_failure(ProblemList& problems, const Reader& store) {
  const auto& texts = problems.texts;
  if (std::find(texts.begin(), texts.end(), store.failure_text()) != texts.end()) return;
  problems.add_before_all(store.failure_text());
  if (store.failure() == wire::Status::kVersion) problems.newer_rows = true;
}

/// Puts the unreadable rows before the other problems, which may follow from them.
void name_unreadable(Verification& run) {
  ProblemList problems = std::move(run.unreadable);
  if (problems.count > 0 && run.report.problems.count > 0) {
    problems.add_remark(
        "the rows above are missing from every figure: what follows may come of that");
  }
  problems.add(std::move(run.report.problems));
  run.report.problems = std::move(problems);
}

}  // namespace

std::string name_of(std::string_view key) {
  std::string text(key);
  for (char& c : text) c = c == '\0' ? ' ' : c;
  return text;
}

VerifyReport verify(const Reader& store, const VerifyProgress& progress,
                    const LedgerReader& read_ledger) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  Verification run(store, counters.value_or(Counters{}), progress);
  if (!counters) {
    if (store.failure() == wire::Status::kOk) {
      run.problem("the store has no counters: it is empty or not a store of this program");
    } else {
      name_failure(run.report.problems, store);
    }
    return std::move(run.report);
  }
  const auto check = [&](const char* name, void (*checking)(Verification&)) {
    run.report.checked.emplace_back(name);
    checking(run);
  };
  static_cast<void>(get_row<Place>(run.store, Table::kMeta, kPlaceKey));  // notes it if damaged
  check("nodes", verify_nodes);  // before the ledger, which other threads may be reading already
  run.ledger = read_ledger ? read_ledger(run.counters.ledger) : read_alone(run);
  check("ledger", verify_ledger);
  check("double_entry", verify_double_entry);
  check("orders", verify_orders);
  check("bins", verify_bins);
  check("purchase_orders", verify_purchases);
  check("outbox", verify_outbox);
  check("exceptions", verify_tasks);
  check("items", verify_items);
  check("suppliers", verify_suppliers);
  check("locations", verify_locations);
  check("requests", verify_requests);
  check("unreadable", verify_unreadable);
  check("clock", verify_clock);
  check("restore", verify_restore);
  name_unreadable(run);
  if (store.failure() != wire::Status::kOk) name_failure(run.report.problems, store);
  return std::move(run.report);
}

}  // namespace gateway
