// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>

#include "gateway/verify/verify.h"
#include "scanners/rows.h"
#include "verify/noting_view.h"

namespace gateway {

/// One run of verify(): its view of the store, its report, and sums that one check makes for
/// later ones.
class Verification {
 public:
  Verification(const Reader& the_store, const Counters& the_counters,
               const VerifyProgress& the_progress)
      : store(the_store, unreadable), counters(the_counters), progress(the_progress) {}
  Verification(const Verification&) = delete;
  Verification& operator=(const Verification&) = delete;

  void problem(std::string text) { report.problems.add(std::move(text)); }

  /// Visits every readable row of a table; notes the others, and passes their keys to `skip`,
  /// which may be empty.
  template <typename Row, typename Visit>
  void each(Table table, const Visit& visit,
            const std::function<void(std::string_view key)>& skip = {}) {
    Row row;
    std::uint64_t rows = 0;
    store.scan(table, {}, [&](std::string_view key, std::string_view value) {
      if (++rows % kProgressRows == 0 && progress) progress(report.entries);
      const auto status = decode_into(row, value);
      if (status == wire::Status::kOk) {
        visit(key, std::as_const(row));
      } else {
        refuse_row(store, table, key, status);
        if (skip) skip(key);
      }
      return true;
    });
  }

  /// The same for a table of rows numbered 1, 2, 3 ... `last` that are never removed.
  template <typename Row, typename Number, typename Visit>
  void each_numbered(Table table, const std::string& name, Number Row::*number, std::uint64_t last,
                     const Visit& visit) {
    std::uint64_t expected = 1;
    const auto check = [&](const Row& row, std::string_view key) {
      if (row.*number != expected || key != number_key(expected)) {
        problem(name + ": number " + std::to_string(expected) + " is missing or out of order");
      }
      expected = row.*number + 1;
      visit(row);
    };
    each<Row>(
        table, [&](std::string_view key, const Row& row) { check(row, key); },
        [&](std::string_view key) { expected += key == number_key(expected) ? 1 : 0; });
    if (expected != last + 1) {
      problem(name + " end at number " + std::to_string(expected - 1) + ", not at " +
              std::to_string(last));
    }
  }

  ProblemList unreadable;  ///< rows
  const NotingView store;
  const Counters counters;
  const VerifyProgress& progress;  ///< may be empty
  VerifyReport report;

  ScanSum scans_of_index;         ///< of the index of booked movements
  std::uint64_t withdrawals = 0;  ///< undos that withdrew a task
  LedgerFold ledger;
  std::set<std::string> locations;                     ///< of bins
  std::map<std::string, wire::Quantity> positions;     ///< by pair_key(SKU, warehouse)
  std::map<std::string, wire::Quantity> bin_reserved;  ///< by pair_key(SKU, location)
  std::map<std::string, wire::Quantity> reserved;      ///< by pair_key(SKU, warehouse)
  std::map<std::string, wire::Quantity> backordered;   ///< by pair_key(SKU, warehouse)
  std::map<std::uint64_t, std::uint64_t> awaited;      ///< by outbox row: the order waiting for it

 private:
  static constexpr std::uint64_t kProgressRows = 65'536;
};

void verify_nodes(Verification& run);
void verify_ledger(Verification& run);
void verify_double_entry(Verification& run);
void verify_orders(Verification& run);  ///< customers' orders and their promises
void verify_bins(Verification& run);
void verify_purchases(Verification& run);  ///< and positions
void verify_outbox(Verification& run);
void verify_tasks(Verification& run);
void verify_items(Verification& run);
void verify_suppliers(Verification& run);
void verify_locations(Verification& run);
void verify_requests(Verification& run);
void verify_unreadable(Verification& run);
void verify_clock(Verification& run);
void verify_restore(Verification& run);

/// The ledger entry that a scan became; 0: none.
LedgerSeq entry_of(const Reader& store, const Booked& booked);

/// A key for a message: its separators as blanks.
std::string name_of(std::string_view key);

}  // namespace gateway
