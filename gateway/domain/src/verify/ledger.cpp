// SPDX-License-Identifier: MIT
// Checks the ledger, the scans that its entries name, and the bins summed from it.
#include "gateway/catalogue/catalogue.h"
#include "scanners/rows.h"
#include "stock/rows.h"
#include "verify/verification.h"

namespace gateway {

namespace {

std::string key_of(const Origin& origin) {
  return booked_key(origin.source, origin.epoch, origin.seq);
}

bool is_booked(const Reader& store, const Entry& entry) {
  const auto booked = get_row<Booked>(store, Table::kBooked, key_of(entry.origin));
  return booked && entry_of(store, *booked) == entry.seq;
}

/// Looks each ledger entry and each booked movement up, to name those that are wrong. Slow, so
/// only where the sums of ledger and index differ.
void name_strays(Verification& run) {
  const Reader& store = run.store;
  const auto known = run.report.problems.count;
  scan_rows<Entry>(store, Table::kLedger, {}, [&](const Entry& entry) {
    if (entry.origin.seq != 0 && !is_booked(store, entry)) {
      run.problem("ledger entry " + std::to_string(entry.seq) +
                  " is not the one booked for its scan");
    }
    return true;
  });
  run.each<Booked>(Table::kBooked, [&](std::string_view key, const Booked& booked) {
    if (booked.as != BookedAs::kLedger) return;
    const auto entry = find_entry(store, booked.id);
    if (!entry || key_of(entry->origin) != key) {
      run.problem("a scan is booked as ledger entry " + std::to_string(booked.id) +
                  ", which is another one");
    }
  });
  if (run.report.problems.count == known) {
    run.problem("the ledger and what became of the scans differ");
  }
}

}  // namespace

void verify_ledger(Verification& run) {
  run.report.entries = run.ledger.entries;
  const ProblemList& unreadable = run.ledger.unreadable;
  for (const auto& text : unreadable.texts) run.store.fail(wire::Status::kCorrupt, text);
  run.unreadable.count += unreadable.count - unreadable.texts.size();
  if (unreadable.newer_rows) run.unreadable.newer_rows = true;
  run.report.problems.add(run.ledger.problems);
  if (run.ledger.scans != run.scans_of_index) name_strays(run);
  std::uint64_t reversals = 0;
  run.each<NumberRow>(Table::kReversals, [&](std::string_view, const NumberRow&) { ++reversals; });
  if (reversals != run.ledger.undos) {
    run.problem("an entry is marked as undone, and nothing undoes it");
  }
}

void verify_double_entry(Verification& run) {
  wire::Sku sku;  // all bins of a SKU lie together
  wire::Quantity sum = 0;
  const auto judge = [&] {
    if (sum == 0) return;
    run.problem(std::string(sku.view()) + " sums to " + std::to_string(sum) +
                " over all locations, not 0");
  };
  run.each<Bin>(Table::kBins, [&](std::string_view, const Bin& bin) {
    if (bin.sku != sku) judge();
    sum = bin.on_hand + (bin.sku == sku ? sum : 0);
    sku = bin.sku;
  });
  judge();
}

namespace {

void check_bin(Verification& run, std::string_view key, const Bin& bin) {
  const auto sku = bin.sku.view();
  const auto location = bin.location.view();
  const auto promised = run.bin_reserved.extract(std::string(key));
  if (bin.reserved != (promised.empty() ? 0 : promised.mapped())) {
    run.problem("bin " + name_of(key) + ": reserved is not what its reservations sum to");
  }
  const auto* const folded = run.ledger.bins.find(sku, location);
  const bool same = folded != nullptr && folded->on_hand == bin.on_hand && folded->seq == bin.seq &&
                    folded->at_ms == bin.at_ms && key == pair_key(sku, location);
  if (!same) run.problem("bin " + name_of(key) + " is not what its ledger entries sum to");
  if (!find_item(run.store, sku)) {
    run.problem("bin " + name_of(key) + " holds an item that is not in the catalogue");
  }
  if (wire::is_virtual_location(location)) return;
  if (folded != nullptr)
    run.positions[pair_key(sku, wire::warehouse_of(location))] += folded->on_hand;
  run.locations.emplace(location);
}

}  // namespace

void verify_bins(Verification& run) {
  std::size_t rows = 0;
  run.each<Bin>(Table::kBins, [&](std::string_view key, const Bin& bin) {
    ++rows;
    check_bin(run, key, bin);
  });
  for (const auto& [key, qty] : run.bin_reserved) {
    run.problem("goods are reserved in bin " + name_of(key) + ", which is not there");
  }
  if (rows != run.ledger.bins.size()) {
    run.problem("bins are missing: the ledger names more than are kept");
  }
}

}  // namespace gateway
