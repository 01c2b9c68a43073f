// SPDX-License-Identifier: MIT
#include "gateway/verify/ledger_fold.h"

#include <cassert>

#include "stock/rows.h"
#include "verify/noting_view.h"

namespace gateway {

namespace {

std::string name_of_entry(const Entry& entry) {
  return "ledger entry " + std::to_string(entry.seq);
}

/// Whether the two locations fit the operation.
bool route_fits(const Entry& entry) {
  const auto from = entry.from.view();
  const auto to = entry.to.view();
  if (from == to) return false;
  if (entry.op == wire::Op::kUndo) return entry.undoes != 0;
  const wire::OpRule& op = wire::rule_of(entry.op);
  if (entry.op == wire::Op::kCount) return from == op.outside || to == op.outside;
  return (op.takes || from == op.outside) && (op.puts || to == op.outside);
}

/// Sums receipts of a purchase order, and their undos.
void note_receipt(LedgerFold& fold, const Entry& entry) {
  if (entry.purchase_order == 0) return;
  const bool fits = entry.op == wire::Op::kReceive || entry.op == wire::Op::kUndo;
  if (!fits) fold.problems.add(name_of_entry(entry) + " names a purchase order, and is no receipt");
  fold.receipts[order_line_key(entry.purchase_order, entry.sku.view())] +=
      entry.op == wire::Op::kReceive ? entry.qty : -entry.qty;
}

/// Sums picks for a customer's order, and their undos.
void note_pick(LedgerFold& fold, const Entry& entry) {
  if (entry.order == 0) return;
  const bool fits = entry.op == wire::Op::kPick || entry.op == wire::Op::kUndo;
  if (!fits) fold.problems.add(name_of_entry(entry) + " names a customer's order, and is no pick");
  fold.picks[order_line_key(entry.order, entry.sku.view())] +=
      entry.op == wire::Op::kPick ? entry.qty : -entry.qty;
}

void check_form(LedgerFold& fold, const Entry& entry) {
  if (entry.qty < 0) fold.problems.add(name_of_entry(entry) + " has a negative quantity");
  const bool undoes_well = entry.op == wire::Op::kUndo || entry.undoes == 0;
  if (!route_fits(entry) || !undoes_well) {
    fold.problems.add(name_of_entry(entry) + " does not go where its operation goes");
  }
}

void note_scan(LedgerFold& fold, const Entry& entry) {
  const auto& [source, epoch, seq] = entry.origin;
  if (seq != 0) fold.scans.add(node_fingerprint(source, epoch), seq, entry.seq);
}

void check_undo(LedgerFold& fold, const Reader& store, const Entry& entry) {
  if (entry.undoes == 0) return;
  ++fold.undos;
  const auto original = find_entry(store, entry.undoes);
  const auto reversal = get_row<NumberRow>(store, Table::kReversals, number_key(entry.undoes));
  const bool mirrored = original && original->op != wire::Op::kUndo && original->seq < entry.seq &&
                        original->sku == entry.sku && original->qty == entry.qty &&
                        original->from == entry.to && original->to == entry.from &&
                        original->purchase_order == entry.purchase_order &&
                        original->order == entry.order;
  if (!mirrored || !reversal || reversal->number != entry.seq) {
    fold.problems.add(name_of_entry(entry) + " does not undo entry " +
                      std::to_string(entry.undoes));
  }
}

void add_entry(LedgerFold& fold, const Reader& store, const Entry& entry) {
  fold.bins.move(entry);
  note_receipt(fold, entry);
  note_pick(fold, entry);
  note_scan(fold, entry);
  check_form(fold, entry);
  check_undo(fold, store, entry);
  ++fold.entries;
}

void add_to(std::map<std::string, wire::Quantity>& sums,
            const std::map<std::string, wire::Quantity>& others) {
  for (const auto& [key, qty] : others) sums[key] += qty;
}

}  // namespace

LedgerParts::LedgerParts(LedgerSeq last, LedgerSeq part_entries)
    : last_(last), part_entries_(part_entries) {
  assert(part_entries > 0);
}

std::optional<LedgerPart> LedgerParts::next() {
  if (all_taken_) return std::nullopt;
  all_taken_ = at_the_end();
  const LedgerPart part{next_, all_taken_ ? last_ : next_ + part_entries_ - 1, all_taken_};
  next_ = part.last + 1;
  return part;
}

void LedgerFold::read(const Reader& store, const LedgerPart& part) {
  LedgerSeq expected = part.first;
  const auto missing = [&] {
    problems.add("ledger entries: number " + std::to_string(expected) +
                 " is missing or out of order");
  };
  // The first part begins at the table's start, to find keys before number 1 too.
  const std::string from = part.first == 1 ? std::string() : number_key(part.first);
  const std::string beyond = number_key(part.last + 1);
  const NotingView view(store, unreadable);
  Entry entry;
  store.scan(Table::kLedger, from, [&](std::string_view key, std::string_view value) {
    if (!part.to_the_end && key >= beyond) return false;
    const auto status = decode_into(entry, value);
    if (status != wire::Status::kOk) {
      refuse_row(view, Table::kLedger, key, status);
      if (key == number_key(expected)) ++expected;  // it is not missing
      return true;
    }
    if (entry.seq != expected || key != number_key(expected)) missing();
    expected = entry.seq + 1;
    add_entry(*this, view, entry);
    return true;
  });
  bins.apply();
  if (expected == part.last + 1) return;
  if (!part.to_the_end) return missing();
  problems.add("ledger entries end at number " + std::to_string(expected - 1) + ", not at " +
               std::to_string(part.last));
}

void LedgerFold::add(LedgerFold other) {
  entries += other.entries;
  unreadable.add(std::move(other.unreadable));
  problems.add(std::move(other.problems));
  undos += other.undos;
  scans.add(other.scans);
  bins.add(other.bins);
  add_to(receipts, other.receipts);
  add_to(picks, other.picks);
}

}  // namespace gateway
