// SPDX-License-Identifier: MIT
#include "scanners/node_rules.h"

#include <algorithm>
#include <cassert>

#include "gateway/limits.h"
#include "gateway/text/calendar.h"
#include "restore/changes.h"
#include "rows/manual_request.h"
#include "scanners/histories.h"
#include "scanners/placing.h"
#include "tasks/rows.h"
#include "tasks/store_tasks.h"
#include "wire/hex.h"

namespace gateway {

namespace {

using wire::Refusal;
using wire::Sequence;

/// "dock-1, epoch 9f3c01aa".
std::string history_name(std::string_view node, std::uint32_t epoch) {
  const auto digits = wire::to_hex32(epoch);
  return std::string(node) + ", epoch " + std::string(digits.data(), digits.size());
}

/// One batch against the row of its (node, epoch).
class BatchRules {
 public:
  BatchRules(BatchContext& context, const NodeBatch& batch)
      : context_(context),
        batch_(batch),
        node_(batch.node.view()),
        epoch_(wire::raw(batch.epoch)),
        key_(node_key(node_, epoch_)),
        placing_(context, batch) {
    const auto known = get_row<NodeRow>(context.store, Table::kNodes, key_);
    row_ = known.value_or(NodeRow{.chain_checksum = wire::checksum_before_first(batch.epoch)});
    is_new_ = !known;
  }

  /// What a person brings: nothing is an incident, and nothing is taken for lost.
  Outcome import() {
    if (auto why = why_not_imported(); !why.empty()) return refuse("scans", std::move(why));
    const Sequence common = std::min(last(), row_.acked);
    const auto lost = find_given_up(common);
    Outcome outcome;
    outcome.changed = last() - common + lost.size();
    context_.owe_ack(node_, epoch_);
    if (outcome.changed == 0) return outcome;
    if (is_new_) static_cast<void>(may_open_epoch());  // a person may open more
    if (is_new_) note_fork();
    for (const Sequence seq : lost) book_given_up(seq);
    for (Sequence seq = row_.acked + 1; seq <= last(); ++seq) apply(seq, movement(seq));
    if (changed_) save();
    return outcome;
  }

  void run() {
    AckNote& ack = context_.owe_ack(node_, epoch_);
    if (const auto retired = find_retired(context_.store, node_)) {
      ack.renamed = retired->to;
      return;
    }
    if (is_new_ && !may_open_epoch()) {
      ack.held = true;
      return;
    }
    if (is_new_) row_.shared = is_known_elsewhere();
    if (row_.shared) {
      ack.owner = find_owner();
      if (!ack.owner.empty()) return note_foreign(ack.owner);
    }
    if (is_new_) note_fork();
    note_loss();
    if (batch_.first > row_.acked + 1) return;  // a gap: the ack makes the node go back
    if (last() < row_.acked) return;            // old: the node compares the ack's checksum
    if (check_at(row_.acked) != row_.chain_checksum) return note_other_history();
    for (Sequence seq = row_.acked + 1; seq <= last(); ++seq) apply(seq, movement(seq));
    if (changed_) save();
  }

 private:
  [[nodiscard]] Sequence last() const {
    return batch_.first + static_cast<Sequence>(batch_.movements.size()) - 1;
  }
  [[nodiscard]] const BatchMovement& movement(Sequence seq) const {
    return batch_.movements[seq - batch_.first];
  }
  /// The chain checksum that the batch states, from the sequence before its first one on.
  [[nodiscard]] wire::ChainChecksum check_at(Sequence seq) const {
    return seq + 1 == batch_.first ? batch_.previous_checksum : movement(seq).chain_checksum;
  }

  /// Why nothing of a file can be taken; empty: it can.
  std::string why_not_imported() {
    if (const auto retired = find_retired(context_.store, node_)) {
      return "the name " + std::string(node_) + " is retired: give the scanner the name " +
             retired->to + " and export again";
    }
    if (is_new_) row_.shared = is_known_elsewhere();
    if (const auto owner = row_.shared ? find_owner() : std::string(); !owner.empty()) {
      return "they belong to scanner " + owner + ", whose journal was copied";
    }
    if (batch_.first > row_.acked + 1) {
      return "movements " + std::to_string(row_.acked + 1) + " to " +
             std::to_string(batch_.first - 1) +
             " are missing: the file does not begin where the gateway is";
    }
    for (Sequence seq = batch_.first - 1; seq <= std::min(last(), row_.acked); ++seq) {
      const auto held = seq == row_.acked ? std::optional(row_.chain_checksum)
                                          : find_checksum(context_.store, node_, epoch_, seq);
      if (!held || *held == check_at(seq)) continue;
      return "movement " + std::to_string(seq) +
             " is another one at the gateway: the journal is an older copy, or a second scanner "
             "has its name. Connected, the scanner sorts it out";
    }
    return {};
  }

  /// What the batch holds of ranges that were given up as lost, and that is not booked since.
  [[nodiscard]] std::vector<Sequence> find_given_up(Sequence common) const {
    std::vector<Sequence> lost;
    for (Sequence seq = batch_.first; seq <= common; ++seq) {
      const auto key = booked_key(node_, epoch_, seq);
      if (context_.store.get(Table::kBooked, key)) continue;
      if (is_lost(context_.store, node_, epoch_, seq)) lost.push_back(seq);
    }
    return lost;
  }

  /// Of a range that an incident names nothing is in the row's lists: no scanner asks for it.
  void book_given_up(Sequence seq) {
    constexpr bool kShared = true;  // a fork may have brought it, as a task
    const auto booked = placing_.place(seq, movement(seq), kShared);
    if (booked) put_row(context_.store, Table::kBooked, booked_key(node_, epoch_, seq), *booked);
  }

  /// A new epoch, when its first row is written, is filed and counted.
  void save() {
    put_row(context_.store, Table::kNodes, key_, row_);
    if (!is_new_) return;
    is_new_ = false;
    share_epoch(context_.store, epoch_);
    put_row(context_.store, Table::kHistories, epoch_holder_key(epoch_, node_), NumberRow{});
    ++epochs_.count;
    put_row(context_.store, Table::kHistories, epoch_count_key(node_), epochs_);
  }

  /// A device that forgets its journal at every start, or somebody who makes epochs up, must not
  /// fill the store. Days pass only while the clock is trusted.
  bool may_open_epoch() {
    const Now& now = context_.now;
    const auto key = epoch_count_key(node_);
    epochs_ = get_row<EpochCount>(context_.store, Table::kHistories, key).value_or(EpochCount{});
    const auto passed_ms = now.wall_ms - epochs_.since_ms;
    if (now.wall_trusted && epochs_.since_ms == 0) epochs_.since_ms = now.wall_ms;
    const bool day_is_over = epochs_.since_ms != 0 && (passed_ms >= kDayMs || passed_ms <= -kDayMs);
    if (now.wall_trusted && day_is_over) epochs_ = {.since_ms = now.wall_ms};
    if (epochs_.count < kEpochsPerDayMax) return true;
    if (epochs_.flooded) return false;
    epochs_.flooded = true;
    put_row(context_.store, Table::kHistories, key, epochs_);
    incident(IncidentKind::kEpochFlood, batch_.first, last(),
             "scanner " + std::string(node_) + " opened " + std::to_string(epochs_.count) +
                 " new epochs in a day; nothing is taken of further ones: see whether it loses its "
                 "journal at every start, then dismiss this task to let it go on");
    return false;
  }

  [[nodiscard]] bool is_known_elsewhere() const {
    return !find_holders(context_.store, epoch_).empty() || has_moved_tasks(context_.store, epoch_);
  }

  /// Another node that holds this epoch, with an equal chain checksum at the first sequence that
  /// both know. An unequal one there is a coincidence, whatever comes behind it.
  [[nodiscard]] std::string find_owner() const {
    for (auto& name : find_holders(context_.store, epoch_)) {
      if (name == node_) continue;
      for (Sequence seq = std::max<Sequence>(1, batch_.first - 1); seq <= last(); ++seq) {
        const auto held = find_checksum(context_.store, name, epoch_, seq);
        if (!held) continue;
        if (*held == check_at(seq)) return std::move(name);
        break;
      }
    }
    return {};
  }

  void note_foreign(const std::string& owner) {
    if (row_.foreign) return;
    row_.foreign = true;
    incident(IncidentKind::kForeignJournal, batch_.first, last(),
             "scanner " + std::string(node_) + " sends what belongs to " +
                 history_name(owner, epoch_) +
                 ": a journal was copied, or opened under another name. The scanner goes on with a "
                 "new epoch; look whether both are meant to be in use");
    save();
  }

  /// A fork whose past nobody holds. From the newest note on: a chain checksum that is known
  /// proves everything before it.
  void note_fork() {
    for (auto note = batch_.notes.rbegin(); note != batch_.notes.rend(); ++note) {
      if (note->first <= 1) continue;
      const auto epoch = wire::raw(note->epoch);
      const Sequence upto = note->first - 1;
      for (const auto& name : find_holders(context_.store, epoch)) {
        if (find_checksum(context_.store, name, epoch, upto) == note->previous_checksum) return;
      }
      const auto key = named_lost_key(epoch);
      const auto named = get_row<NumberRow>(context_.store, Table::kHistories, key);
      if (named && named->number >= upto) continue;
      put_row(context_.store, Table::kHistories, key, NumberRow{upto});
      const auto node = note->node.empty() ? node_ : note->node.view();
      store_incident(context_,
                     {.kind = IncidentKind::kHistoryLost,
                      .node = std::string(node),
                      .epoch = epoch,
                      .first_seq = 1,
                      .last_seq = upto},
                     "a second history of " + history_name(node, epoch) + " up to sequence " +
                         std::to_string(upto) +
                         " is held by no one: count the bins where this scanner was used");
    }
  }

  /// Where the node lost movements that the gateway never got: an incident; goes on behind them.
  void note_loss() {
    if (batch_.first != batch_.oldest || batch_.oldest <= row_.acked + 1) return;
    const Sequence upto = batch_.oldest - 1;
    incident(IncidentKind::kHistoryLost, row_.acked + 1, upto,
             "scanner " + history_name(node_, epoch_) + " no longer has movements " +
                 std::to_string(row_.acked + 1) + " to " + std::to_string(upto) +
                 ", which never arrived: count the bins where it was used");
    put_row(context_.store, Table::kHistories, lost_range_key(key_, upto),
            LostRange{row_.acked + 1, batch_.previous_checksum});
    note_older_store(upto);
    row_.acked = upto;
    row_.chain_checksum = batch_.previous_checksum;
    save();
  }

  /// A scanner gives up only what it was acked. What this store does not know of it was lost by a
  /// restore. Which one cannot be known: while a person is asked about one, that one.
  void note_older_store(Sequence upto) {
    begin_incarnation_on(
        context_, "scanner " + history_name(node_, epoch_) + " was acked up to movement " +
                      std::to_string(upto) +
                      ", unless its journal is damaged, and this store knows " +
                      (row_.acked == 0 ? "none" : "them up to " + std::to_string(row_.acked)));
  }

  void note_other_history() {
    if (row_.key_reused) return;
    row_.key_reused = true;
    incident(IncidentKind::kKeyReused, batch_.first, std::max(last(), batch_.first),
             "two scanners, or an older copy of a journal, use the name " +
                 history_name(node_, epoch_) +
                 ". What differs becomes tasks key_reused; give one of them another name");
    save();
  }

  void incident(IncidentKind kind, Sequence first, Sequence last, std::string detail) {
    store_incident(context_,
                   {.kind = kind,
                    .node = std::string(node_),
                    .epoch = epoch_,
                    .first_seq = first,
                    .last_seq = last},
                   std::move(detail));
  }

  void apply(Sequence seq, const BatchMovement& stated) {
    if (const auto booked = placing_.place(seq, stated, row_.shared)) {
      if (booked->as == BookedAs::kTask) note_refused(seq, *booked);
      if (booked->doubt) note_doubt(seq, *booked->doubt);
      put_row(context_.store, Table::kBooked, booked_key(node_, epoch_, seq), *booked);
    }
    row_.acked = seq;
    row_.chain_checksum = stated.chain_checksum;
    changed_ = true;
  }

  /// Of both lists together the newest are kept.
  void make_room() {
    if (row_.refused_count + row_.doubt.size() < wire::kAckListMax) return;
    const bool refused_is_older =
        row_.doubt.empty() ||
        (row_.refused_count > 0 && row_.refused.front().seq < row_.doubt.front().seq);
    if (refused_is_older) {
      std::move(row_.refused.begin() + 1, row_.refused.end(), row_.refused.begin());
      row_.refused[--row_.refused_count] = {};
    } else {
      row_.doubt.erase(row_.doubt.begin());
    }
  }

  void note_refused(Sequence seq, const Booked& booked) {
    make_room();
    const auto task = get_row<Task>(context_.store, Table::kExceptions, number_key(booked.id));
    const auto why = wire::parse_refusal(task ? task->why : "").value_or(Refusal::kMalformed);
    row_.refused[row_.refused_count++] = {seq, why};
    ++row_.refused_total;
  }

  void note_doubt(Sequence seq, wire::Doubt why) {
    make_room();
    row_.doubt.push_back({seq, why});
    ++row_.doubt_total;
  }

  BatchContext& context_;
  const NodeBatch& batch_;
  const std::string_view node_;
  const std::uint32_t epoch_;
  const std::string key_;
  Placing placing_;
  NodeRow row_;
  EpochCount epochs_;
  bool is_new_ = false;
  bool changed_ = false;
};

/// Whoever read the message has checked this. A sequence out of range would get into an ack that
/// no scanner can read.
void assert_readable(const NodeBatch& batch) {
  assert(batch.first >= 1 && batch.oldest >= 1 && batch.oldest <= batch.first);
  assert(batch.movements.size() <= wire::kBatchMovementsMax);
  assert(batch.first + batch.movements.size() <= wire::kSequenceMax + std::uint64_t{1});
  assert(batch.notes.size() <= wire::kForkNotesMax);
}

}  // namespace

Outcome decide(BatchContext& context, const NodeBatch& batch) {
  assert_readable(batch);
  BatchRules(context, batch).run();
  return {};
}

Outcome decide(BatchContext& context, const ImportScans& scans) {
  assert_readable(scans.batch);
  return BatchRules(context, scans.batch).import();
}

}  // namespace gateway
