// SPDX-License-Identifier: MIT
#include "scanners/placing.h"

#include <algorithm>

#include "stock/booking.h"
#include "tasks/rows.h"
#include "tasks/store_tasks.h"

namespace gateway {

using wire::Refusal;
using wire::Sequence;

namespace {

constexpr std::string_view kBookedAfterAll = "its scan came under its first key and is booked";

std::optional<Task> find_task(const Reader& store, std::uint64_t id) {
  return get_row<Task>(store, Table::kExceptions, number_key(id));
}

/// What a row that names another key stands for.
Booked resolve(const Reader& store, const Booked& booked) {
  if (booked.as != BookedAs::kElsewhere) return booked;
  const auto first = FirstKey::of(booked.id);
  const auto filed = find_filed(store, first, booked.chain_checksum);
  if (filed && filed->booked.as != BookedAs::kElsewhere) return filed->booked;
  const auto task = find_moved_task(store, first, booked.chain_checksum);
  return task == 0 ? booked : Booked{BookedAs::kTask, task, booked.chain_checksum};
}

}  // namespace

void share_epoch(Store& store, std::uint32_t epoch) {
  for (const auto& name : find_holders(store, epoch)) {
    const auto key = node_key(name, epoch);
    auto row = get_row<NodeRow>(store, Table::kNodes, key);
    if (!row || row->shared) continue;
    row->shared = true;
    put_row(store, Table::kNodes, key, *row);
  }
}

bool has_moved_tasks(const Reader& store, std::uint32_t epoch) {
  bool found = false;
  const auto from = moved_task_key({epoch, 0}, {});
  scan_prefix<NumberRow>(store, Table::kHistories, from.substr(0, 1 + sizeof epoch),
                         [&](std::string_view, const NumberRow&) { return !(found = true); });
  return found;
}

Placing::Placing(BatchContext& context, const NodeBatch& batch)
    : context_(context), batch_(batch) {}

std::optional<Booked> Placing::place(Sequence seq, const BatchMovement& stated, bool shared) {
  const Origin origin{std::string(batch_.node.view()), wire::raw(batch_.epoch), seq};
  const ForkNote* note = oldest_covering(seq);
  std::optional<Booked> booked;
  if (note != nullptr) {
    booked = place_moved(origin, stated, *note);
  } else {
    booked = shared ? place_own(origin, stated) : book_or_refuse(origin, stated);
  }
  if (booked) booked->chain_checksum = stated.chain_checksum;
  return booked;
}

const ForkNote* Placing::oldest_covering(Sequence seq) const {
  const auto found = std::find_if(batch_.notes.begin(), batch_.notes.end(),
                                  [seq](const ForkNote& note) { return seq <= note.count; });
  return found == batch_.notes.end() ? nullptr : &*found;
}

std::optional<Booked> Placing::place_own(const Origin& origin, const BatchMovement& stated) {
  const FirstKey first{origin.epoch, origin.seq};
  const auto taken = get_row<Booked>(context_.store, Table::kBooked,
                                     booked_key(origin.source, origin.epoch, origin.seq));
  if (taken && taken->chain_checksum == stated.chain_checksum) return std::nullopt;
  const auto id = find_moved_task(context_.store, first, stated.chain_checksum);
  const auto task = id == 0 ? std::nullopt : find_task(context_.store, id);
  if (taken) {
    // The name's retirement was ended, and its key has another movement. No row is free for it.
    if (!task) {
      static_cast<void>(ask({origin.source, 0, 0}, stated, first,
                            "movement " + std::to_string(origin.seq) +
                                " of this scanner is another one, which came from a copy"));
    }
    return std::nullopt;
  }
  if (task && task->state == TaskState::kOpen) {
    withdraw_task(context_, id, {}, kBookedAfterAll);
  } else if (task && task->state != TaskState::kWithdrawn) {
    return Booked{BookedAs::kElsewhere, first.id()};  // a person has decided it
  }
  return book_or_refuse(origin, stated);
}

Booked Placing::place_moved(const Origin& origin, const BatchMovement& stated,
                            const ForkNote& note) {
  const FirstKey first{wire::raw(note.epoch), note.first + origin.seq - 1};
  const Booked elsewhere{BookedAs::kElsewhere, first.id()};
  if (const auto filed = find_filed(context_.store, first, stated.chain_checksum)) {
    // Of more than four notes the oldest may be gone: what is filed there names the first key.
    return filed->booked.as == BookedAs::kElsewhere ? filed->booked : elsewhere;
  }
  if (find_moved_task(context_.store, first, stated.chain_checksum) != 0) return elsewhere;
  if (book_under_first_key(stated, first, note)) return elsewhere;
  return ask(origin, stated, first,
             "scanned with a copy of a journal, or one opened under another name; it is not known "
             "whether this scan was booked: settle it if not, else dismiss it");
}

bool Placing::book_under_first_key(const BatchMovement& stated, const FirstKey& first,
                                   const ForkNote& note) {
  auto names = find_holders(context_.store, first.epoch);
  const std::string stated_name(note.node.empty() ? batch_.node.view() : note.node.view());
  if (std::find(names.begin(), names.end(), stated_name) == names.end()) {
    names.push_back(stated_name);
  }
  for (const auto& name : names) {
    const auto key = booked_key(name, first.epoch, first.seq);
    if (context_.store.get(Table::kBooked, key)) continue;
    if (!is_lost(context_.store, name, first.epoch, first.seq) &&
        !find_retired(context_.store, name)) {
      continue;
    }
    Booked booked = book_or_refuse({name, first.epoch, first.seq}, stated);
    booked.chain_checksum = stated.chain_checksum;
    put_row(context_.store, Table::kBooked, key, booked);
    put_row(context_.store, Table::kHistories, epoch_holder_key(first.epoch, name), NumberRow{});
    share_epoch(context_.store, first.epoch);
    return true;
  }
  return false;
}

/// Asks a person; the task is the only one of its first key and chain checksum.
Booked Placing::ask(const Origin& origin, const BatchMovement& stated, const FirstKey& first,
                    const std::string& detail) {
  BatchMovement asked = stated;
  asked.raw = stated.refused ? stated.raw : detail;
  const Booked booked = refuse(origin, asked, Refusal::kKeyReused);
  put_row(context_.store, Table::kHistories, moved_task_key(first, stated.chain_checksum),
          NumberRow{booked.id});
  share_epoch(context_.store, first.epoch);
  return booked;
}

Booked Placing::book_or_refuse(const Origin& origin, const BatchMovement& stated) {
  if (stated.refused) return refuse(origin, stated, *stated.refused);
  if (stated.movement.op == wire::Op::kUndo) return undo(origin, stated);
  const auto booked = book(context_, stated.movement, origin, MovementChannel::kScanner);
  if (!booked) return refuse(origin, stated, booked.error());
  return {BookedAs::kLedger, booked->seq, {}, booked->doubt};
}

Booked Placing::refuse(const Origin& origin, const BatchMovement& stated, Refusal why) {
  const auto outcome = store_refused(context_, why, stated.movement, origin, stated.raw);
  return {BookedAs::kTask, outcome.task_id};
}

/// Reverses what was booked, or withdraws the task where the movement still waits.
Booked Placing::undo(const Origin& origin, const BatchMovement& stated) {
  const Sequence target = stated.movement.undoes;
  if (target >= origin.seq) return refuse(origin, stated, Refusal::kNotReversible);
  auto what = get_row<Booked>(context_.store, Table::kBooked,
                              booked_key(origin.source, origin.epoch, target));
  if (what) what = resolve(context_.store, *what);
  const bool of_task = what && (what->as == BookedAs::kTask || what->as == BookedAs::kSettled);
  const auto task = of_task ? find_task(context_.store, what->id) : std::nullopt;
  if (task && withdraw_task(context_, task->id)) return {BookedAs::kWithdrawal, task->id};
  LedgerSeq entry = 0;
  if (task) entry = task->ledger_seq;
  if (what && what->as == BookedAs::kLedger) entry = what->id;
  if (entry == 0) return refuse(origin, stated, Refusal::kNotReversible);
  const auto booked = reverse(context_, entry, stated.movement, origin);
  if (!booked) return refuse(origin, stated, booked.error());
  return {BookedAs::kLedger, booked->seq, {}, booked->doubt};
}

}  // namespace gateway
