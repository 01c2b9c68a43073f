// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>

#include "gateway/verify.h"
#include "rows.h"

namespace gateway {

/// One run of verify(): what it reads, what it found so far, and the figures that
/// one check folds for those after it. The checks run in the order below.
class Verification {
 public:
  Verification(const Reader& the_store, const Counters& the_counters)
      : store(the_store), counters(the_counters) {}

  void problem(std::string text) {
    ++report.problem_count;
    if (report.problems.size() < VerifyReport::kProblemsMax) {
      report.problems.push_back(std::move(text));
    }
  }

  /// Visits every row of a table; one that does not decode is a problem.
  template <typename Row, typename Visit>
  void each(Table table, const std::string& name, const Visit& visit) {
    store.scan(table, {}, [&](std::string_view key, std::string_view value) {
      const auto row = decode<Row>(value);
      if (row) visit(key, *row);
      if (!row) problem("a row of " + name + " cannot be read");
      return true;
    });
  }

  /// The same for a table of rows numbered 1, 2, 3 ... `last` that are never removed.
  template <typename Row, typename Number, typename Visit>
  void each_numbered(Table table, const std::string& name, Number Row::*number, std::uint64_t last,
                     const Visit& visit) {
    std::uint64_t expected = 1;
    each<Row>(table, name, [&](std::string_view key, const Row& row) {
      if (row.*number != expected || key != number_key(expected)) {
        problem(name + ": number " + std::to_string(expected) + " is missing or out of order");
      }
      expected = row.*number + 1;
      visit(row);
    });
    if (expected != last + 1) {
      problem(name + " end at number " + std::to_string(expected - 1) + ", not at " +
              std::to_string(last));
    }
  }

  const Reader& store;
  const Counters counters;
  VerifyReport report;

  /// What the ledger says of one bin.
  struct Figure {
    wire::Quantity on_hand = 0;
    LedgerSeq seq = 0;
    std::int64_t at_ms = 0;
  };
  bool ledger_is_sound = false;        ///< its entries are whole, and each is the one of its scan
  std::uint64_t scans_matched = 0;     ///< entries whose scan is booked as just them
  std::uint64_t withdrawals = 0;       ///< scans that withdrew another
  std::map<std::string, Figure> bins;  ///< by pair_key(SKU, location)
  std::map<std::string, wire::Quantity> positions;     ///< by pair_key(SKU, warehouse)
  std::map<std::string, wire::Quantity> receipts;      ///< by receipt_key(order, SKU)
  std::map<std::string, wire::Quantity> picks;         ///< by receipt_key(customer order, SKU)
  std::map<std::string, wire::Quantity> bin_reserved;  ///< by pair_key(SKU, location)
  std::map<std::string, wire::Quantity> reserved;      ///< by pair_key(SKU, warehouse)
  std::map<std::string, wire::Quantity> backordered;   ///< by pair_key(SKU, warehouse)
  std::map<std::uint64_t, std::uint64_t> awaited;  ///< outbox rows that orders wait for: the order
};

inline std::string receipt_key(std::uint64_t purchase_order, std::string_view sku) {
  return number_key(purchase_order) + std::string(sku);
}

void verify_ledger(Verification& run, const std::function<void(std::uint64_t)>& progress);
void verify_double_entry(Verification& run);
void verify_orders(Verification& run);  ///< customers', and what they were promised
void verify_bins(Verification& run);
void verify_purchases(Verification& run);  ///< orders, then the positions that name them
void verify_outbox(Verification& run);
void verify_nodes(Verification& run);
void verify_exceptions(Verification& run);
void verify_items(Verification& run);
void verify_suppliers(Verification& run);
void verify_locations(Verification& run);
void verify_requests(Verification& run);
void verify_unreadable(Verification& run);

/// A key for a person: its separators as blanks.
std::string name_of(std::string_view key);

}  // namespace gateway
