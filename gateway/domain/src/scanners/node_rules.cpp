// SPDX-License-Identifier: MIT
#include "scanners/node_rules.h"

#include <algorithm>
#include <cassert>

#include "scanners/rows.h"
#include "stock/booking.h"
#include "tasks/rows.h"
#include "tasks/store_tasks.h"

namespace gateway {

namespace {

using wire::Refusal;
using wire::Sequence;

/// One batch against the row of its (node, epoch).
class BatchRules {
 public:
  BatchRules(BatchContext& context, const NodeBatch& batch)
      : context_(context),
        batch_(batch),
        node_(batch.node.view()),
        epoch_(wire::raw(batch.epoch)),
        key_(node_key(node_, epoch_)) {
    const NodeRow unknown{.chain_checksum = wire::checksum_before_first(batch.epoch)};
    row_ = get_row<NodeRow>(context.store, Table::kNodes, key_).value_or(unknown);
  }

  void run() {
    context_.owe_ack(node_, epoch_);
    note_loss();
    if (batch_.first > row_.acked + 1) return;  // a gap: the ack makes the node go back
    if (last() < row_.acked) return;            // old: the node compares the ack's checksum
    if (check_at_acked() != row_.chain_checksum) return note_other_history();
    for (Sequence seq = row_.acked + 1; seq <= last(); ++seq) apply(seq, movement(seq));
    if (changed_) put_row(context_.store, Table::kNodes, key_, row_);
  }

 private:
  [[nodiscard]] Sequence last() const {
    return batch_.first + static_cast<Sequence>(batch_.movements.size()) - 1;
  }
  [[nodiscard]] const BatchMovement& movement(Sequence seq) const {
    return batch_.movements[seq - batch_.first];
  }
  /// The batch's chain checksum at the last sequence that the gateway holds.
  [[nodiscard]] wire::ChainChecksum check_at_acked() const {
    return batch_.first == row_.acked + 1 ? batch_.previous_checksum
                                          : movement(row_.acked).chain_checksum;
  }

  /// Where the node lost movements that the gateway never got: an incident; goes on behind them.
  void note_loss() {
    if (batch_.first != batch_.oldest || batch_.oldest <= row_.acked + 1) return;
    store_incident(context_, {.kind = IncidentKind::kHistoryLost,
                              .node = std::string(node_),
                              .epoch = epoch_,
                              .first_seq = row_.acked + 1,
                              .last_seq = batch_.oldest - 1});
    row_.acked = batch_.oldest - 1;
    row_.chain_checksum = batch_.previous_checksum;
    put_row(context_.store, Table::kNodes, key_, row_);
  }

  void note_other_history() {
    if (row_.key_reused) return;
    row_.key_reused = true;
    store_incident(context_, {.kind = IncidentKind::kKeyReused,
                              .node = std::string(node_),
                              .epoch = epoch_,
                              .first_seq = batch_.first,
                              .last_seq = std::max(last(), batch_.first)});
    put_row(context_.store, Table::kNodes, key_, row_);
  }

  void apply(Sequence seq, const BatchMovement& stated) {
    const Origin origin{std::string(node_), epoch_, seq};
    Booked booked = place(origin, stated);
    booked.chain_checksum = stated.chain_checksum;
    put_row(context_.store, Table::kBooked, booked_key(node_, epoch_, seq), booked);
    row_.acked = seq;
    row_.chain_checksum = stated.chain_checksum;
    changed_ = true;
  }

  Booked place(const Origin& origin, const BatchMovement& stated) {
    if (stated.refused) return refuse(origin, stated, *stated.refused);
    if (stated.movement.op == wire::Op::kUndo) return undo(origin, stated);
    const auto booked = book(context_, stated.movement, origin, MovementChannel::kScanner);
    if (!booked) return refuse(origin, stated, booked.error());
    return {BookedAs::kLedger, *booked};
  }

  Booked refuse(const Origin& origin, const BatchMovement& stated, Refusal why) {
    const auto outcome = store_refused(context_, why, stated.movement, origin, stated.raw);
    if (row_.refused_count == row_.refused.size()) {
      std::move(row_.refused.begin() + 1, row_.refused.end(), row_.refused.begin());
      --row_.refused_count;
    }
    row_.refused[row_.refused_count++] = {origin.seq, why};
    ++row_.refused_total;
    return {BookedAs::kTask, outcome.task_id};
  }

  /// Reverses what was booked, or withdraws the task where the movement still waits.
  Booked undo(const Origin& origin, const BatchMovement& stated) {
    const Sequence target = stated.movement.undoes;
    if (target >= origin.seq) return refuse(origin, stated, Refusal::kNotReversible);
    const auto what =
        get_row<Booked>(context_.store, Table::kBooked, booked_key(node_, epoch_, target));
    if (what && what->as == BookedAs::kLedger) {
      const auto booked = reverse(context_, what->id, stated.movement, origin);
      if (!booked) return refuse(origin, stated, booked.error());
      return {BookedAs::kLedger, *booked};
    }
    if (what && what->as == BookedAs::kSettled) return undo_settled(origin, stated, what->id);
    if (what && what->as == BookedAs::kTask && withdraw_task(context_, what->id)) {
      return {BookedAs::kWithdrawal, what->id};
    }
    return refuse(origin, stated, Refusal::kNotReversible);
  }

  Booked undo_settled(const Origin& origin, const BatchMovement& stated, std::uint64_t id) {
    const auto task = get_row<Task>(context_.store, Table::kExceptions, number_key(id));
    const auto booked = reverse(context_, task ? task->ledger_seq : 0, stated.movement, origin);
    if (!booked) return refuse(origin, stated, booked.error());
    return {BookedAs::kLedger, *booked};
  }

  BatchContext& context_;
  const NodeBatch& batch_;
  const std::string_view node_;
  const std::uint32_t epoch_;
  const std::string key_;
  NodeRow row_;
  bool changed_ = false;
};

}  // namespace

Outcome decide(BatchContext& context, const NodeBatch& batch) {
  // Whoever read the message has checked this. A sequence out of range would get into an ack
  // that no scanner can read.
  assert(batch.first >= 1 && batch.oldest >= 1 && batch.oldest <= batch.first);
  assert(batch.movements.size() <= wire::kBatchMovementsMax);
  assert(batch.first + batch.movements.size() <= wire::kSequenceMax + std::uint64_t{1});
  BatchRules(context, batch).run();
  return {};
}

}  // namespace gateway
