// SPDX-License-Identifier: MIT
// The ledger, and the bins that fold out of it.
#include <algorithm>

#include "booked_ahead.h"
#include "verification.h"

namespace gateway {

namespace {

std::string name_of_entry(const Entry& entry) {
  return "ledger entry " + std::to_string(entry.seq);
}

/// The bins while the ledger folds into them. An entry costs one search by hash, for its SKU,
/// whose few bins lie side by side: two searches among all bins would take longer than the rest.
class Folding {
 public:
  void fold(const Entry& entry) {
    auto found = bins_of_.find(entry.sku.view());
    if (found == bins_of_.end()) {
      found = bins_of_.emplace(std::string(entry.sku.view()), Bins()).first;
    }
    move(found->second, entry, entry.from, -entry.qty);
    move(found->second, entry, entry.to, entry.qty);
  }
  /// Hands the bins over in order, and the positions that they sum to.
  void finish(Verification& run) const {
    for (const auto& [sku, bins] : bins_of_) {
      for (const auto& [location, figure] : bins) {
        run.bins.emplace(pair_key(sku, location.view()), figure);
        if (wire::is_virtual_location(location.view())) continue;
        run.positions[pair_key(sku, wire::warehouse_of(location.view()))] += figure.on_hand;
      }
    }
  }

 private:
  using Bins = std::vector<std::pair<wire::Location, Verification::Figure>>;  ///< by location

  static void move(Bins& bins, const Entry& entry, const wire::Location& location,
                   wire::Quantity delta) {
    auto bin = std::lower_bound(
        bins.begin(), bins.end(), location.view(),
        [](const auto& each, std::string_view text) { return each.first.view() < text; });
    if (bin == bins.end() || bin->first != location) bin = bins.insert(bin, {location, {}});
    bin->second.on_hand += delta;
    bin->second.seq = entry.seq;
    bin->second.at_ms = entry.received_ms;
  }

  ByText<Bins> bins_of_;  ///< by SKU
};

/// Whether the two locations are those of the operation.
bool route_fits(const Entry& entry) {
  const auto from = entry.from.view();
  const auto to = entry.to.view();
  if (from == to) return false;
  switch (entry.op) {
    case wire::Op::kReceive:
      return from == wire::kAtSupplier;
    case wire::Op::kPick:
      return to == wire::kAtCustomer;
    case wire::Op::kMove:
      return true;
    case wire::Op::kCount:
      return from == wire::kAtAdjust || to == wire::kAtAdjust;
    case wire::Op::kReturn:
      return from == wire::kAtCustomer;
    case wire::Op::kScrap:
      return to == wire::kAtScrap;
    case wire::Op::kUndo:
      return entry.undoes != 0;
  }
  return false;
}

/// Goods of a purchase order, and their undo.
void note_receipt(Verification& run, const Entry& entry) {
  if (entry.purchase_order == 0) return;
  const bool fits = entry.op == wire::Op::kReceive || entry.op == wire::Op::kUndo;
  if (!fits) run.problem(name_of_entry(entry) + " names a purchase order, and is no receipt");
  run.receipts[receipt_key(entry.purchase_order, entry.sku.view())] +=
      entry.op == wire::Op::kReceive ? entry.qty : -entry.qty;
}

/// Goods of a customer's order, and their undo.
void note_pick(Verification& run, const Entry& entry) {
  if (entry.order == 0) return;
  const bool fits = entry.op == wire::Op::kPick || entry.op == wire::Op::kUndo;
  if (!fits) run.problem(name_of_entry(entry) + " names a customer's order, and is no pick");
  run.picks[receipt_key(entry.order, entry.sku.view())] +=
      entry.op == wire::Op::kPick ? entry.qty : -entry.qty;
}

void check_form(Verification& run, const Entry& entry) {
  if (entry.qty < 0) run.problem(name_of_entry(entry) + " has a negative quantity");
  const bool undoes_well = entry.op == wire::Op::kUndo || entry.undoes == 0;
  if (!route_fits(entry) || !undoes_well) {
    run.problem(name_of_entry(entry) + " does not go where its operation goes");
  }
}

void check_origin(Verification& run, BookedAhead& ahead, const Entry& entry) {
  if (entry.origin.seq == 0) return;
  const Booked* const booked = ahead.find(entry.origin);
  if (booked != nullptr && booked->as == BookedAs::kLedger && booked->id == entry.seq) {
    ++run.scans_matched;
    return;
  }
  const auto settled =
      booked != nullptr && booked->as == BookedAs::kSettled
          ? get_row<Exception>(run.store, Table::kExceptions, number_key(booked->id))
          : std::nullopt;
  if (!settled || settled->ledger_seq != entry.seq) {
    run.problem(name_of_entry(entry) + " is not the one booked for its scan");
  }
}

void check_undo(Verification& run, const Entry& entry) {
  if (entry.undoes == 0) return;
  const auto original = find_entry(run.store, entry.undoes);
  const auto reversal = get_row<NumberRow>(run.store, Table::kReversals, number_key(entry.undoes));
  const bool mirrored = original && original->op != wire::Op::kUndo && original->seq < entry.seq &&
                        original->sku == entry.sku && original->qty == entry.qty &&
                        original->from == entry.to && original->to == entry.from &&
                        original->purchase_order == entry.purchase_order &&
                        original->order == entry.order;
  if (!mirrored || !reversal || reversal->number != entry.seq) {
    run.problem(name_of_entry(entry) + " does not undo entry " + std::to_string(entry.undoes));
  }
}

}  // namespace

void verify_ledger(Verification& run, const std::function<void(std::uint64_t)>& progress) {
  Folding folding;
  BookedAhead ahead(run.store);
  std::uint64_t undos = 0;
  run.each_numbered<Entry>(Table::kLedger, "ledger entries", &Entry::seq, run.counters.ledger,
                           [&](const Entry& entry) {
                             folding.fold(entry);
                             note_receipt(run, entry);
                             note_pick(run, entry);
                             check_form(run, entry);
                             check_origin(run, ahead, entry);
                             check_undo(run, entry);
                             undos += entry.undoes != 0 ? 1 : 0;
                             constexpr std::uint64_t kProgressEvery = 65'536;
                             if (++run.report.entries % kProgressEvery == 0 && progress)
                               progress(run.report.entries);
                           });
  folding.finish(run);
  run.ledger_is_sound = run.report.ok();
  std::uint64_t reversals = 0;
  run.each<NumberRow>(Table::kReversals, "the reversals",
                      [&](std::string_view, const NumberRow&) { ++reversals; });
  if (reversals != undos) run.problem("an entry is marked as undone, and nothing undoes it");
}

void verify_double_entry(Verification& run) {
  std::map<std::string, wire::Quantity> sums;
  run.each<Bin>(Table::kBins, "the bins", [&](std::string_view, const Bin& bin) {
    sums[std::string(bin.sku.view())] += bin.on_hand;
  });
  for (const auto& [sku, sum] : sums) {
    if (sum == 0) continue;
    run.problem(sku + " sums to " + std::to_string(sum) + " over all locations, not 0");
  }
}

void verify_bins(Verification& run) {
  std::size_t rows = 0;
  run.each<Bin>(Table::kBins, "the bins", [&](std::string_view key, const Bin& bin) {
    ++rows;
    const auto folded = run.bins.find(std::string(key));
    const auto promised = run.bin_reserved.extract(std::string(key));
    if (bin.reserved != (promised.empty() ? 0 : promised.mapped())) {
      run.problem("bin " + name_of(key) + ": reserved is not what its reservations sum to");
    }
    const bool same = folded != run.bins.end() && folded->second.on_hand == bin.on_hand &&
                      folded->second.seq == bin.seq && folded->second.at_ms == bin.at_ms &&
                      key == pair_key(bin.sku.view(), bin.location.view());
    if (!same) run.problem("bin " + name_of(key) + " is not what its ledger entries sum to");
    if (!find_item(run.store, bin.sku.view())) {
      run.problem("bin " + name_of(key) + " holds an item that is not in the catalogue");
    }
  });
  for (const auto& [key, qty] : run.bin_reserved) {
    run.problem("goods are reserved in bin " + name_of(key) + ", which is not there");
  }
  if (rows != run.bins.size()) {
    run.problem("bins are missing: the ledger names more than are kept");
  }
}

}  // namespace gateway
