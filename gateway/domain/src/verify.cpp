// SPDX-License-Identifier: MIT
#include "gateway/verify.h"

#include "verification.h"

namespace gateway {

std::string name_of(std::string_view key) {
  std::string text(key);
  for (char& c : text) c = c == '\0' ? ' ' : c;
  return text;
}

VerifyReport verify(const Reader& store, const std::function<void(std::uint64_t)>& progress) {
  const auto counters = get_row<Counters>(store, Table::kMeta, kCountersKey);
  Verification run(store, counters.value_or(Counters{}));
  if (!counters) {
    run.problem(store.failure() != wire::Status::kOk
                    ? store.failure_text()
                    : "the store has no counters: it is empty or not a store of this program");
    return std::move(run.report);
  }
  const auto check = [&](const char* name, void (*checking)(Verification&)) {
    run.report.checked.emplace_back(name);
    checking(run);
  };
  run.report.checked.emplace_back("ledger");
  verify_ledger(run, progress);
  check("double_entry", verify_double_entry);
  check("orders", verify_orders);
  check("bins", verify_bins);
  check("purchase_orders", verify_purchases);
  check("outbox", verify_outbox);
  check("nodes", verify_nodes);
  check("exceptions", verify_exceptions);
  check("items", verify_items);
  check("suppliers", verify_suppliers);
  check("locations", verify_locations);
  check("requests", verify_requests);
  check("unreadable", verify_unreadable);
  if (store.failure() != wire::Status::kOk) run.problem(store.failure_text());
  return std::move(run.report);
}

}  // namespace gateway
